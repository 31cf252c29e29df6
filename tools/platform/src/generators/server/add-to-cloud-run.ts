import type { Tree } from '@nx/devkit';
import { addToEnvironments } from './add-to-environments';
import type { AddedPlatform, ServerPlatform } from './added-platform';
import { underName } from './under-name';

const FOLDER = 'deploy/cloud-run';
const API = `${FOLDER}/api.yaml`;

export const cloudRun: ServerPlatform = {
  filesOf: (app) => `${FOLDER}/${app}.yaml`,
  add,
};

/**
 * Has a server run on Cloud Run: the manifest of the api under its name, and in each environment the
 * host of its own.
 */
function add(tree: Tree, name: string): AddedPlatform {
  const api = tree.read(API, 'utf8') ?? '';
  // The account is that of all servers, which read the same secrets.
  const manifest = underName(api, name)
    .replace(/^( *serviceAccountName: ).*@/m, '$1mcp-server@')
    .replace(/^( *- name: )api$/m, `$1${name}`)
    .replace('# The api on', `# The server of apps/${name} on`);
  tree.write(`${FOLDER}/${name}.yaml`, manifest);
  addToEnvironments(tree, FOLDER, name);
  const command = `npx nx deploy ${name} -c cloud-run`;
  return { left: [], next: [[command, `its host is in ${FOLDER}/environments`]] };
}
