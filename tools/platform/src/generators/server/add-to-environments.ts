import { readJson, type Tree, updateJson } from '@nx/devkit';

interface EnvironmentFile {
  readonly domain: string;
  readonly servers?: Readonly<Record<string, object>>;
}

/**
 * Gives a server a host of its own in each environment of a platform, before that of the api.
 *
 * @param folder of the platform, such as `deploy/ecs`
 * @param more what else an environment says of it there, and elsewhere in the file
 */
export function addToEnvironments<E extends EnvironmentFile>(
  tree: Tree,
  folder: string,
  name: string,
  more: (environment: E) => { readonly server?: object; readonly fields?: object } = () => ({}),
): void {
  for (const file of tree.children(`${folder}/environments`)) {
    const path = `${folder}/environments/${file}`;
    const environment = readJson<E>(tree, path);
    const { server, fields } = more(environment);
    const own = { domain: `${name}.${environment.domain}`, ...server };
    updateJson(tree, path, () => ({
      ...{ ...environment, ...fields },
      servers: { ...environment.servers, [name]: own },
    }));
  }
}
