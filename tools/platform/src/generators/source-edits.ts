import { posix } from 'node:path';
import type { Tree } from '@nx/devkit';
import * as ts from 'typescript';

/** What is added to a list in a file: a name, and where it is imported from. */
export interface Registration {
  /** The file with the list, from the root of the workspace. */
  readonly file: string;
  /** `FindInvoiceTool` */
  readonly name: string;
  /** The file that exports it, from the root of the workspace; or a package. */
  readonly from: string;
}

/**
 * Adds a class to the `providers` or `imports` of the Nest module in a file: to the list that its
 * decorator has, or a method returns, else to a new one in the decorator.
 *
 * @returns what is left to do by hand, where the module is of another shape
 * @throws {Error} the file has another thing of that name
 */
export function addToModule(
  tree: Tree,
  list: 'providers' | 'imports',
  registration: Registration,
): string | undefined {
  return edit(tree, list, registration, (source) => {
    const array = find(source, (node) => {
      const found = arrayOf(node, list);
      return found && isOfModule(node) ? found : undefined;
    });
    if (array !== undefined) return added(array, array.elements, registration.name);
    const metadata = find(source, moduleMetadata);
    return metadata && added(metadata, metadata.properties, `${list}: [${registration.name}]`);
  });
}

/**
 * Adds a name to the array that a constant, or a property in one, is in a file.
 *
 * @returns what is left to do by hand, where there is no such array
 * @throws {Error} the file has another thing of that name
 */
export function addToArray(
  tree: Tree,
  list: string,
  registration: Registration,
): string | undefined {
  return edit(tree, list, registration, (source) => {
    const array = find(source, (node) => arrayOf(node, list));
    return array && added(array, array.elements, registration.name);
  });
}

interface Insertion {
  readonly position: number;
  readonly text: string;
}

function edit(
  tree: Tree,
  list: string,
  { file, name, from }: Registration,
  insertionIn: (source: ts.SourceFile) => Insertion | undefined,
): string | undefined {
  const text = tree.read(file, 'utf8') ?? '';
  if (new RegExp(`\\b${name}\\b`).test(text)) {
    throw new Error(`${file} has a ${name} already: take another name.`);
  }
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
  const insertion = insertionIn(source);
  if (insertion === undefined) {
    return `${file} has another shape than expected: import ${name} from ${from}, and add it to ${list} there.`;
  }
  // From the end, so that what comes before keeps its position.
  const insertions = [insertion, importOf(source, name, specifier(file, from))];
  tree.write(file, insertions.reduce(insert, text));
  return undefined;
}

const insert = (text: string, { position, text: more }: Insertion): string =>
  text.slice(0, position) + more + text.slice(position);

/** Beside what is imported from there already, else behind all imports. */
function importOf(source: ts.SourceFile, name: string, from: string): Insertion {
  const imports = source.statements.filter(ts.isImportDeclaration);
  for (const { importClause, moduleSpecifier } of imports) {
    const names = importClause?.namedBindings;
    if ((moduleSpecifier as ts.StringLiteral).text !== from || !names) continue;
    if (ts.isNamedImports(names)) return added(names, names.elements, name);
  }
  // Packages stand before files.
  const isFile = ({ moduleSpecifier }: ts.ImportDeclaration) =>
    moduleSpecifier.getText()[1] === '.';
  const last = from.startsWith('.') ? imports.at(-1) : imports.findLast((each) => !isFile(each));
  return { position: last?.getEnd() ?? 0, text: `\nimport { ${name} } from '${from}';` };
}

/** Behind the last of what stands between the brackets. */
function added(brackets: ts.Node, items: ts.NodeArray<ts.Node>, text: string): Insertion {
  const last = items.at(-1);
  return last === undefined
    ? { position: brackets.getEnd() - 1, text }
    : { position: last.getEnd(), text: `, ${text}` };
}

/** `[…]` of `list = […]` and of `list: […]`. */
function arrayOf(node: ts.Node, list: string): ts.ArrayLiteralExpression | undefined {
  if (!ts.isVariableDeclaration(node) && !ts.isPropertyAssignment(node)) return undefined;
  const { name, initializer } = node;
  if (name.getText() !== list || !initializer) return undefined;
  return ts.isArrayLiteralExpression(initializer) ? initializer : undefined;
}

/** Whether a property is one of the decorator, or of what a method returns. */
function isOfModule({ parent: object }: ts.Node): boolean {
  const place = object.parent;
  return ts.isReturnStatement(place) || moduleMetadata(place.parent) === object;
}

/** `{…}` of `@Module({…})`. */
function moduleMetadata(node: ts.Node): ts.ObjectLiteralExpression | undefined {
  if (!ts.isDecorator(node) || !ts.isCallExpression(node.expression)) return undefined;
  if (node.expression.expression.getText() !== 'Module') return undefined;
  const [metadata] = node.expression.arguments;
  return metadata && ts.isObjectLiteralExpression(metadata) ? metadata : undefined;
}

/** The first node, in the order of the text, that the function makes something of. */
function find<Found>(
  node: ts.Node,
  match: (node: ts.Node) => Found | undefined,
): Found | undefined {
  return match(node) ?? ts.forEachChild(node, (child) => find(child, match));
}

function specifier(file: string, from: string): string {
  if (!from.endsWith('.ts')) return from;
  const path = posix.relative(posix.dirname(file), from).replace(/\.ts$/, '');
  return path.startsWith('.') ? path : `./${path}`;
}
