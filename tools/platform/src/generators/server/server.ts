import { join } from 'node:path';
import {
  formatFiles,
  generateFiles,
  installPackagesTask,
  logger,
  readJson,
  writeJson,
  type GeneratorCallback,
  type Tree,
} from '@nx/devkit';
import { addReference } from '../feature-library/feature-library';
import { makeFeatureLibrary, type PackageFile } from '../feature-library/make-feature-library';
import { MAIN_LIBRARY } from '../feature-library-of';
import { namesOf } from '../naming';
import { commands } from '../next-commands';
import { refuseProjectName } from '../project-name';
import { addToPlatforms, refuseTakenName } from './add-to-platforms';
import { freePort } from './free-port';

interface Options {
  /** Of its folder in `apps`, and of its package behind `@repo/`. */
  readonly name: string;
  readonly title?: string;
}

/** What its files import, at the versions that the api has. */
const DEPENDENCIES = [
  ...['@repo/config', '@repo/database', '@repo/mcp-features', '@repo/mcp-server'],
  'reflect-metadata',
];

/** Characters: a revision on Cloud Run, `mcp-server-<name>-<hash of 12>-<attempt>`, has 63 at most. */
const MAX_NAME = 36;

/** Characters, as in `platform.json`. */
const MAX_TITLE = 60;

/**
 * `nx g platform:server <name>`: another MCP server, an app with a library of its own for features.
 * It has the database, the clients and the worker in common with the api.
 */
export default async function serverGenerator(
  tree: Tree,
  { name, title = namesOf(name).sentence }: Options,
): Promise<GeneratorCallback> {
  const library = `${name}-features`;
  refuseProjectName(tree, name, 'server', MAX_NAME);
  refuseProjectName(tree, library, 'library');
  refuseTakenName(tree, name);
  if (name.endsWith('-e2e')) throw new Error(`"${name}" is the name of black-box tests.`);
  if (title.trim() === '' || title.length > MAX_TITLE) {
    throw new Error(`--title: found "${title}", expected 1 to ${MAX_TITLE} characters.`);
  }

  const port = freePort(tree);
  const { className } = makeFeatureLibrary(tree, library);
  const root = `apps/${name}`;
  generateFiles(tree, join(__dirname, 'files/app'), root, {
    ...{ tmpl: '', name, library, port, title: JSON.stringify(title) },
    module: `${className}Module`,
  });
  writeJson(tree, `${root}/package.json`, packageOf(tree, name, library, title));
  addReference(tree, '', root);
  const platforms = addToPlatforms(tree, name);
  await formatFiles(tree);

  return () => {
    // It links the packages into node_modules.
    installPackagesTask(tree, true);
    for (const left of platforms.left) logger.warn(left);
    logger.info(`
The server in ${root} listens on port ${port} and serves the features of libs/${library}. Next:
${commands([
  [`npx nx g platform:tool <name> --library ${library}`, 'its first tool'],
  [`npx nx serve ${name}`, 'beside npx nx serve api'],
  [`APP=${name} npm run connect`, 'how clients connect to it'],
  ...platforms.next,
])}`);
  };
}

function packageOf(tree: Tree, name: string, library: string, title: string) {
  const api = readJson<PackageFile>(tree, 'apps/api/package.json').dependencies;
  const dependencies = {
    ...Object.fromEntries(DEPENDENCIES.map((each) => [each, api[each]])),
    [`@repo/${library}`]: '*',
  };
  const { license, version } = readJson<PackageFile>(tree, `libs/${MAIN_LIBRARY}/package.json`);
  return {
    ...{ name: `@repo/${name}`, version, private: true, license },
    description: `${title}: an MCP server over HTTP and stdio.`,
    dependencies: Object.fromEntries(Object.entries(dependencies).sort(byScopeAndName)),
  };
}

/** Those of the house first, as in every package.json. */
function byScopeAndName([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number {
  const rank = (name: string) => (name.startsWith('@repo/') ? 0 : 1);
  return rank(a) - rank(b) || (a < b ? -1 : 1);
}
