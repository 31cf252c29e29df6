import { type Tree, updateJson } from '@nx/devkit';
import { addToEnvironments } from './add-to-environments';
import type { AddedPlatform, ServerPlatform } from './added-platform';
import { underName } from './under-name';

const FOLDER = 'deploy/ecs';
const API = `${FOLDER}/api`;

interface Environment {
  readonly domain: string;
  readonly sizes: Readonly<Record<string, object>>;
}

export const ecs: ServerPlatform = {
  filesOf: (app) => `${FOLDER}/${app}`,
  add,
};

/**
 * Has a server run on ECS: the files of the api under its name, and in each environment a host and a
 * size of its own.
 */
function add(tree: Tree, name: string): AddedPlatform {
  for (const file of tree.children(API)) {
    tree.write(
      `${FOLDER}/${name}/${file}`,
      asOther(tree.read(`${API}/${file}`, 'utf8') ?? '', name),
    );
  }
  const service = `${FOLDER}/${name}/service.json`;
  // Left out of the file: the api brings the schema of all.
  updateJson<object>(tree, service, (settings) => ({ ...settings, migrate: undefined }));
  // One task: how many more the database has connections for, `nx verify deploy` knows.
  addToEnvironments<Environment>(tree, FOLDER, name, ({ sizes }) => ({
    fields: { sizes: { ...sizes, [name]: { ...sizes['api'], min: 1, max: 1, schedule: [] } } },
  }));
  return {
    left: [],
    next: [
      [
        'npx nx provision aws-infrastructure <environment>',
        `its host, certificate and size are in ${FOLDER}/environments`,
      ],
    ],
  };
}

/** Its container has the name of the app, as the api's has. */
const asOther = (text: string, name: string): string =>
  underName(text, name)
    .replace(/("(?:container|name)": )"api"/, `$1"${name}"`)
    .replace('beside the api', `beside ${name}`);
