import type { Tree } from '@nx/devkit';
import { addToEnvironments } from './add-to-environments';
import type { AddedPlatform, ServerPlatform } from './added-platform';
import { underName } from './under-name';

const FOLDER = 'deploy/container-instances';
const API = `${FOLDER}/api.yaml`;

interface Environment {
  readonly domain: string;
  readonly dnsLabel: string;
}

export const containerInstances: ServerPlatform = {
  filesOf: (app) => `${FOLDER}/${app}.yaml`,
  add,
};

/**
 * Has a server run on Container Instances: the group of the api under its name, and in each
 * environment addresses of its own.
 */
function add(tree: Tree, name: string): AddedPlatform {
  const group = underName(tree.read(API, 'utf8') ?? '', name)
    .replace(/^( *- name: )api$/m, `$1${name}`)
    .replace('# The api on', `# The server of apps/${name} on`);
  tree.write(`${FOLDER}/${name}.yaml`, group);
  addToEnvironments<Environment>(tree, FOLDER, name, ({ dnsLabel }) => ({
    server: { dnsLabel: `${dnsLabel}-${name}` },
  }));
  const command = `npx nx deploy ${name} -c container-instances`;
  return { left: [], next: [[command, `its host is in ${FOLDER}/environments`]] };
}
