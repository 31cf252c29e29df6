import { join, resolve } from 'node:path';
import { formatFiles, generateFiles, logger, type GeneratorCallback, type Tree } from '@nx/devkit';
import { featureLibrary } from '../feature-library-of';
import { namesOf } from '../naming';
import { commands } from '../next-commands';
import { addToArray, addToModule } from '../source-edits';
import { countOperations, cutDocument, type Choice } from './cut-document';
import { readDocument } from './read-document';

export interface OpenApiOptions extends Choice {
  /** The file of the document, from the folder of the workspace. */
  readonly document: string;
  readonly name: string;
  readonly scopes?: readonly string[];
}

/** `nx g platform:openapi <document> --name <name>`: the operations of an HTTP API as tools. */
export default async function openapiGenerator(
  tree: Tree,
  { document: file, name, scopes = [], ...choice }: OpenApiOptions,
): Promise<GeneratorCallback> {
  const { className, fileName } = namesOf(name);
  const library = featureLibrary(tree);
  const folder = `${library.sources}/${fileName}`;
  const asset = `libs/${library.name}/assets/${fileName}.openapi.json`;
  for (const path of [folder, asset]) {
    if (tree.exists(path)) throw new Error(`There is ${path} already: take another name.`);
  }
  const document = cutDocument(await readDocument(resolve(tree.root, file)), choice);

  tree.write(asset, `${JSON.stringify(document, null, 2)}\n`);
  const variable = fileName.replaceAll('-', '_');
  generateFiles(tree, join(__dirname, 'files'), folder, {
    ...{ tmpl: '', className, fileName, scopes, literal: JSON.stringify },
    ...{ prefix: `${variable}_`, variable: variable.toUpperCase() },
    title: document.info.title.replace(/\s+|\*\//g, ' '),
  });
  const left = [
    addToModule(tree, 'providers', {
      ...{
        file: library.module,
        name: `${className}Tools`,
        from: `${folder}/${fileName}.tools.ts`,
      },
    }),
    addToArray(tree, 'sections', {
      file: `${library.sources}/sections.ts`,
      ...{ name: `${className}Config`, from: `${folder}/${fileName}.config.ts` },
    }),
  ];
  await formatFiles(tree);

  return () => {
    left.filter((one) => one !== undefined).forEach((one) => logger.warn(one));
    logger.info(`
${countOperations(document)} operations of "${document.info.title}" are tools of ${className}Tools in ${folder}. Next:
${commands([
  [`npx jest ${folder}`, 'calls each of them against an API that is played from the document'],
  [`echo '${variable.toUpperCase()}_CREDENTIAL=…' >> .env`, 'its token, key, or user:password'],
  ['npx nx serve api', 'serves them'],
])}`);
  };
}
