import { join } from 'node:path';
import { generateFiles, type Tree } from '@nx/devkit';
import type { AddedPlatform, ServerPlatform } from './added-platform';
import { underName } from './under-name';

const FOLDER = 'deploy/kubernetes';
const API = `${FOLDER}/base/api`;
/** The label of all objects of the platform. */
const PART_OF = 'app.kubernetes.io/part-of: mcp-platform';
const ROLE = `${FOLDER}/deployer/role.yaml`;

export const kubernetes: ServerPlatform = {
  filesOf: (app) => `${FOLDER}/base/${app}`,
  add,
};

/**
 * Has a server run on Kubernetes: the manifests of the api under its name, and in each environment
 * the address of its own.
 */
function add(tree: Tree, name: string): AddedPlatform {
  const files = join(__dirname, 'files/kubernetes');
  for (const file of tree.children(API)) {
    tree.write(
      `${FOLDER}/base/${name}/${file}`,
      renamed(tree.read(`${API}/${file}`, 'utf8') ?? '', name),
    );
  }
  generateFiles(tree, join(files, 'base'), `${FOLDER}/base/${name}`, { tmpl: '', name });
  const left = tree.children(`${FOLDER}/overlays`).map((environment) => {
    const overlay = `${FOLDER}/overlays/${environment}`;
    const file = `${overlay}/kustomization.yaml`;
    const text = tree.read(file, 'utf8') ?? '';
    generateFiles(tree, join(files, 'overlay'), `${overlay}/${name}`, {
      ...{ tmpl: '', name, host: `${name}.${hostIn(text)}`, registry: registryIn(text) },
    });
    return replaced(tree, file, /^components: \[(.*)\]$/m, `./${name}`);
  });
  left.push(
    replaced(tree, ROLE, /^ *resourceNames: \[(deploy-.*)\]$/m, `deploy-mcp-server-${name}`),
  );
  const command = `npx nx deploy ${name} -c kubernetes`;
  return {
    left: left.filter((each) => each !== undefined),
    next: [[command, `its host is in ${FOLDER}/overlays/*/${name}`]],
  };
}

/**
 * A manifest of the api as that of another server. Overlays patch by the names that manifests have
 * before a suffix, so a suffix would not do. The account stays: it has no rights.
 */
function renamed(manifest: string, name: string): string {
  return underName(manifest, name)
    .replace(/^( *serviceAccountName: ).*$/m, '$1mcp-server')
    .replace(/^( *- name: )api$/m, `$1${name}`)
    .replace(/mcp\/api:/, `mcp/${name}:`)
    .replace(/^resources:\n/m, '$&  - network-policies.yaml\n')
    .replace(/^kind: Kustomization\n/m, `$&labels:\n  - pairs: { ${PART_OF} }\n`);
}

/** Where clients reach the api in an environment. */
function hostIn(overlay: string): string {
  const url = /^ *- PUBLIC_URL=(\S+)$/m.exec(overlay)?.[1] ?? 'https://mcp.example.com';
  return new URL(url).host;
}

/** Where the image of the api is, without its name. */
const registryIn = (overlay: string): string =>
  /name: mcp\/api, newName: (\S+)\/api,/.exec(overlay)?.[1] ?? 'REGISTRY';

/**
 * Adds an entry to a list in a line that the pattern finds.
 *
 * @returns what to do by hand, where there is no such line
 */
function replaced(tree: Tree, file: string, line: RegExp, entry: string): string | undefined {
  const text = tree.read(file, 'utf8') ?? '';
  const found = line.exec(text);
  if (found === null) return `${file} has no list ${line.source}: add ${entry} by hand.`;
  const [whole, entries = ''] = found;
  const list = entries === '' ? entry : `${entries}, ${entry}`;
  tree.write(
    file,
    text.replace(whole, () => whole.replace(`[${entries}]`, () => `[${list}]`)),
  );
  return undefined;
}
