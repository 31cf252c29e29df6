import { posix } from 'node:path';
import { formatFiles, generateFiles, logger, type GeneratorCallback, type Tree } from '@nx/devkit';
import { declaresFeature } from './declares-feature';
import { featureLibrary, folderIn } from './feature-library-of';
import { namesOfFeature } from './naming';
import { commands } from './next-commands';
import { serverOf } from './server-of';
import { addToModule } from './source-edits';
import { sourcesBelow } from './sources-below';

type FeatureKind = 'tool' | 'resource' | 'prompt';

/** The options that a tool, a resource and a prompt have in common. */
export interface FeatureOptions {
  /** As clients see it. */
  readonly name: string;
  readonly description?: string;
  readonly scopes?: readonly string[];
  readonly library?: string;
  /** Below the sources of the library; default: the name. */
  readonly folder?: string;
}

export interface FeatureRecipe {
  readonly kind: FeatureKind;
  /** The folder of the templates. */
  readonly templates: string;
  /** What they need beside names, description and scopes. */
  readonly substitutions?: Readonly<Record<string, unknown>>;
  /** Arguments of the Inspector that call it. */
  readonly call: string;
}

/** Makes the class of a feature, its spec, and names it in the module of its library. */
export async function generateFeature(
  tree: Tree,
  options: FeatureOptions,
  { kind, templates, substitutions, call }: FeatureRecipe,
): Promise<GeneratorCallback> {
  const { name, scopes = [] } = options;
  const names = namesOfFeature(name);
  scopes.forEach(checkScope);
  const library = featureLibrary(tree, options.library);
  const folder = folderIn(library, options.folder ?? names.fileName);
  const file = `${folder}/${names.fileName}.${kind}.ts`;
  const className = names.className + CLASS_SUFFIX[kind];
  const { app, port } = serverOf(tree, library.name);
  refuseTaken(tree, kind, name, file, app);

  const description = options.description?.trim() || `${names.sentence}.`;
  generateFiles(tree, templates, folder, {
    ...{ tmpl: '', ...names, className, name },
    // As TypeScript writes them, whatever is in them.
    literal: JSON.stringify,
    ...{ description, scopes },
    ...substitutions,
  });
  const left = addToModule(tree, 'providers', {
    ...{ file: library.module, name: className, from: file },
  });
  await formatFiles(tree);

  return () => {
    if (left !== undefined) logger.warn(left);
    logger.info(`
The ${kind} ${name} is ${className} in ${file}. Next:
${commands([
  [`npx jest ${posix.dirname(file)}`, 'its spec, which you extend with its work'],
  ...(scopes.length === 0 ? [] : [FIRST_KEY]),
  [`npx nx serve ${app}`, 'serves it'],
])}
Then call it:
  npx @modelcontextprotocol/inspector@${INSPECTOR} --cli --server-url http://127.0.0.1:${port}/mcp --transport http \\
    --protocol-era modern ${call}${scopes.length === 0 ? '' : ' --header "X-API-Key: first-try"'}`);
  };
}

/** Without scopes a caller does not see what needs some. */
const FIRST_KEY = ["echo 'API_KEY=first-try' >> .env", 'a caller with all scopes, here'] as const;

/** The version that the documents name, and tests run. */
const INSPECTOR = '2.12.0';

const CLASS_SUFFIX = { tool: 'Tool', resource: 'Resource', prompt: 'Prompt' } as const;

/** @throws {Error} it is none (RFC 6749, 3.3) */
function checkScope(scope: string): void {
  if (/^[\x21\x23-\x5B\x5D-\x7E]+$/.test(scope)) return;
  throw new Error(
    `"${scope}" is no scope: letters and signs without spaces, such as invoices:read.`,
  );
}

/** @throws {Error} there is such a file, or the server has a feature of that kind and name */
function refuseTaken(tree: Tree, kind: FeatureKind, name: string, file: string, app: string): void {
  const other = tree.exists(file) ? file : fileOfFeature(tree, kind, name, app);
  if (other === undefined) return;
  throw new Error(`There is a ${kind} of that name in ${other}: take another name.`);
}

function fileOfFeature(
  tree: Tree,
  kind: FeatureKind,
  name: string,
  app: string,
): string | undefined {
  const served = tree.children('libs').filter((library) => serverOf(tree, library).app === app);
  return served
    .flatMap((library) => sourcesBelow(tree, `libs/${library}`))
    .find((file) => declaresFeature(tree.read(file, 'utf8') ?? '', CLASS_SUFFIX[kind], name));
}
