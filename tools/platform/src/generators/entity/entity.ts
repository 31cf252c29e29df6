import { join } from 'node:path';
import {
  formatFiles,
  generateFiles,
  installPackagesTask,
  logger,
  readJson,
  updateJson,
  type GeneratorCallback,
  type Tree,
} from '@nx/devkit';
import { addDependency, addReference } from '../feature-library/feature-library';
import { featureLibrary, folderIn, MAIN_LIBRARY, type FeatureLibrary } from '../feature-library-of';
import { namesOf } from '../naming';
import { commands } from '../next-commands';
import { addToArray } from '../source-edits';
import { sourcesBelow } from '../sources-below';
import { columnNameOf, parseFields } from './fields';

interface Options {
  readonly name: string;
  /** `number:string`, `paidAt:time?` */
  readonly fields?: readonly string[];
  readonly library?: string;
  readonly folder?: string;
}

/** PostgreSQL cuts names at 63 bytes; those of constraints are longer than that of their table. */
const MAX_TABLE_NAME = 50;

/** `nx g platform:entity <name> --fields …`: a table, as an entity and as a migration. */
export default async function entityGenerator(
  tree: Tree,
  options: Options,
): Promise<GeneratorCallback> {
  const names = namesOf(options.name);
  const fields = parseFields(options.fields ?? []);
  const library = featureLibrary(tree, options.library);
  const folder = folderIn(library, options.folder ?? names.fileName);
  const table = columnNameOf(options.name);
  const entity = `${folder}/${names.fileName}.entity.ts`;
  refuseTaken(tree, table, entity);

  const now = Date.now();
  const migration = `Create${names.className}${now}`;
  const migrationFile = `${folder}/migrations/${now}-create-${names.fileName}.ts`;
  const className = `${names.className}Entity`;
  generateFiles(tree, join(__dirname, 'files/entity'), folder, {
    ...{ tmpl: '', ...names, className, table, fields, migration, now },
  });
  const lists = openDatabase(tree, library);
  const left = [
    addToArray(tree, 'entities', { file: lists, name: className, from: entity }),
    addToArray(tree, 'migrations', { file: lists, name: migration, from: migrationFile }),
  ].filter((line) => line !== undefined);
  await formatFiles(tree);

  return () => {
    installPackagesTask(tree, true);
    for (const line of left) logger.warn(line);
    logger.info(`
${className} is in ${entity}, and the migration beside it makes the table ${table}. Next:
${commands([
  [`npx jest ${folder}`, 'both agree, and a row is stored'],
  ['npx nx run database:migration-run', 'makes the table; in development the start does it'],
])}
A tool injects Tables of @repo/database: (await this.tables.getRepository(${className})).find()`);
  };
}

/** @throws {Error} there is such a file or table */
function refuseTaken(tree: Tree, table: string, entity: string): void {
  if (table.length > MAX_TABLE_NAME) {
    throw new Error(`The table ${table} has a name of over ${MAX_TABLE_NAME} letters: shorten it.`);
  }
  const declaration = new RegExp(`@Entity\\((?:\\{ name: )?'${table}'`);
  const isTaken = (file: string) => declaration.test(tree.read(file, 'utf8') ?? '');
  // TypeORM keeps what it ran in one of that name.
  const isOfTypeOrm = table === 'migrations';
  const other = tree.exists(entity) ? entity : sourcesBelow(tree, 'libs').find(isTaken);
  if (other === undefined && !isOfTypeOrm) return;
  throw new Error(`There is a table ${table} in ${other ?? 'TypeORM'}: take another name.`);
}

/**
 * Lets a library have tables: its packages, a database for its specs, and the file that lists them.
 *
 * @returns that file
 */
function openDatabase(tree: Tree, { name, sources }: FeatureLibrary): string {
  const root = `libs/${name}`;
  const { dependencies } = readJson<{ dependencies: Record<string, string> }>(
    tree,
    'libs/database/package.json',
  );
  addDependency(tree, root, '@repo/database', '*');
  addDependency(tree, root, 'typeorm', dependencies['typeorm'] ?? '*');
  addReference(tree, root, '../database');
  const jest = `${root}/jest.config.cjs`;
  const config = tree.read(jest, 'utf8') ?? '';
  tree.write(
    jest,
    config.replace('jestProject(__dirname)', 'jestProject(__dirname, { database: true })'),
  );

  const lists = `${sources}/database.ts`;
  if (!tree.exists(lists)) addSchema(tree, name);
  return lists;
}

/** The list of a library that had no table yet, which the main library passes on to the apps. */
function addSchema(tree: Tree, name: string): void {
  const schema = `${namesOf(name).propertyName}Schema`;
  generateFiles(tree, join(__dirname, 'files/library'), `libs/${name}/src`, { tmpl: '', schema });
  updateJson(tree, `libs/${name}/package.json`, (file: { exports: object }) => ({
    ...file,
    exports: {
      ...file.exports,
      './database': { '@repo/source': './src/database.ts', default: './dist/database.js' },
    },
  }));
  const file = `libs/${MAIN_LIBRARY}/src/database.ts`;
  addToArray(tree, 'databaseFeatures', { file, name: schema, from: `@repo/${name}/database` });
}
