import { posix } from 'node:path';
import { logger, type Tree } from '@nx/devkit';
import * as ts from 'typescript';
import { addDependency, addReference } from '../generators/feature-library/feature-library';
import { MAIN_LIBRARY } from '../generators/feature-library-of';
import { addToArray } from '../generators/source-edits';
import { takeFromArray, type Taken } from './take-from-array';

/** Where a fork named its tables before the servers and the worker shared one list. */
const API_TABLES = 'apps/api/src/database-features.ts';
const LIBRARY = `libs/${MAIN_LIBRARY}`;
const OWN_TABLES = `${LIBRARY}/src/database.ts`;
const LIST = 'databaseFeatures';

/** The packages of the platform that have tables; those of other packages are the fork's. */
const PLATFORM =
  /^@repo\/(audit|auth|mcp-server|queue|scaling|tasks)(\/|$)|^@repo\/mcp-features\/database$/;

/**
 * Moves the tables of a fork's libraries from the api to the list that the worker and further servers
 * read too, so that the api's file is the platform's again.
 */
export default function moveOwnTables(tree: Tree): void {
  if (!tree.exists(API_TABLES) || !tree.exists(OWN_TABLES)) return;
  for (const taken of takeFromArray(tree, API_TABLES, LIST, isOwn)) {
    const from = sourceOf(tree, taken);
    const left = addToArray(tree, LIST, { file: OWN_TABLES, name: taken.name, from });
    if (left !== undefined) logger.warn(left);
  }
}

/** What the api itself has stays where it is: no library may import an app. */
const isOwn = ({ specifier }: Taken): boolean =>
  specifier.startsWith('@repo/') && !PLATFORM.test(specifier);

/** The library does not import itself by its name: the file that its index has it from. */
function sourceOf(tree: Tree, { name, specifier }: Taken): string {
  const [scope = '', library = ''] = specifier.split('/');
  if (library !== MAIN_LIBRARY) {
    addDependency(tree, LIBRARY, `${scope}/${library}`, '*');
    addReference(tree, LIBRARY, `../${library}`);
    return specifier;
  }
  const index = `${LIBRARY}/src/index.ts`;
  const text = tree.read(index, 'utf8') ?? '';
  const source = ts.createSourceFile(index, text, ts.ScriptTarget.Latest);
  const exported = source.statements.filter(ts.isExportDeclaration).find(({ exportClause }) => {
    if (exportClause === undefined || !ts.isNamedExports(exportClause)) return false;
    return exportClause.elements.some((element) => element.name.text === name);
  });
  const file = (exported?.moduleSpecifier as ts.StringLiteral | undefined)?.text ?? './index';
  return posix.join(posix.dirname(index), `${file}.ts`);
}
