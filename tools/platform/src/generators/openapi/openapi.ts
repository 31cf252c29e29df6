import { join, resolve } from 'node:path';
import { formatFiles, generateFiles, logger, type GeneratorCallback, type Tree } from '@nx/devkit';
import { featureLibrary } from '../feature-library-of';
import { namesOf } from '../naming';
import { commands } from '../next-commands';
import { addToArray, addToModule } from '../source-edits';
import { countOperations, cutDocument, type Choice } from './cut-document';
import { readDocument } from './read-document';
import { typesOf } from './types-of';

export interface OpenApiOptions extends Choice {
  /** The file of the document, from the folder of the workspace. */
  readonly document: string;
  readonly name: string;
  readonly scopes?: readonly string[];
  /** A typed client for code as well. */
  readonly client?: boolean;
}

/** `nx g platform:openapi <document> --name <name>`: the operations of an HTTP API as tools. */
export default async function openapiGenerator(
  tree: Tree,
  { document: file, name, scopes = [], client = false, ...choice }: OpenApiOptions,
): Promise<GeneratorCallback> {
  const { className, fileName } = namesOf(name);
  const library = featureLibrary(tree);
  const folder = `${library.sources}/${fileName}`;
  const asset = `libs/${library.name}/assets/${fileName}.openapi.json`;
  for (const path of [folder, asset]) {
    if (tree.exists(path)) throw new Error(`There is ${path} already: take another name.`);
  }
  const whole = await readDocument(resolve(tree.root, file));
  const document = cutDocument(whole, choice);
  const types = client ? await typesOf(cutDocument(whole, choice, true)) : undefined;

  const variable = fileName.replaceAll('-', '_');
  const substitutions = {
    ...{ tmpl: '', className, fileName, scopes, literal: JSON.stringify },
    ...{ prefix: `${variable}_`, variable: variable.toUpperCase() },
    title: document.info.title.replace(/\s+|\*\//g, ' '),
  };
  generateFiles(tree, join(__dirname, 'files/tools'), folder, substitutions);
  if (types !== undefined) {
    generateFiles(tree, join(__dirname, 'files/client'), folder, substitutions);
    tree.write(`${folder}/${fileName}.paths.ts`, types);
  }
  const provide = (provider: string, from: string) =>
    addToModule(tree, 'providers', { file: library.module, name: className + provider, from });
  const left = [
    provide('Tools', `${folder}/${fileName}.tools.ts`),
    client ? provide('Client', `${folder}/${fileName}.client.ts`) : undefined,
    addToArray(tree, 'sections', {
      file: `${library.sources}/sections.ts`,
      ...{ name: `${className}Config`, from: `${folder}/${fileName}.config.ts` },
    }),
  ];
  await formatFiles(tree);
  // As short as lines allow: nobody edits it.
  tree.write(asset, `${JSON.stringify(document, null, 1)}\n`);

  return () => {
    left.filter((one) => one !== undefined).forEach((one) => logger.warn(one));
    logger.info(`
${countOperations(document)} operations of "${document.info.title}" are tools of ${className}Tools in ${folder}. Next:
${commands([
  [`npx jest ${folder}`, 'calls each of them against an API that is played from the document'],
  [`echo '${variable.toUpperCase()}_CREDENTIAL=…' >> .env`, 'its token, key, or user:password'],
  ['npx nx serve api', 'serves them'],
])}${client ? `\n${className}Client in ${folder} calls them from the code of other features.` : ''}`);
  };
}
