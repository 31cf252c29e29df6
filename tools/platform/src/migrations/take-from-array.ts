import type { Tree } from '@nx/devkit';
import * as ts from 'typescript';

/** An element of a list that is a name, and where that is imported from. */
export interface Taken {
  readonly name: string;
  readonly specifier: string;
}

/**
 * Takes names out of the array that a constant of a file is, with their imports.
 *
 * @param isWanted which of them
 * @returns those that were taken
 */
export function takeFromArray(
  tree: Tree,
  file: string,
  list: string,
  isWanted: (element: Taken) => boolean,
): Taken[] {
  const text = tree.read(file, 'utf8') ?? '';
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
  const taken: Taken[] = [];
  const gone: ts.Node[] = [];
  for (const element of elementsOf(source, list)) {
    if (!ts.isIdentifier(element)) continue;
    const { text: name } = element;
    const imported = importOf(source, name);
    if (imported === undefined || !isWanted({ name, specifier: imported.specifier })) continue;
    taken.push({ name, specifier: imported.specifier });
    gone.push(element, imported.node);
  }
  const spans = gone.map((node) => spanOf(text, node)).sort((a, b) => b[0] - a[0]);
  const left = spans.reduce((rest, [start, end]) => rest.slice(0, start) + rest.slice(end), text);
  if (taken.length > 0) tree.write(file, left);
  return taken;
}

function elementsOf(source: ts.SourceFile, list: string): readonly ts.Expression[] {
  const declarations = source.statements
    .filter(ts.isVariableStatement)
    .flatMap(({ declarationList }) => [...declarationList.declarations]);
  const found = declarations.find(({ name }) => name.getText() === list)?.initializer;
  return found !== undefined && ts.isArrayLiteralExpression(found) ? found.elements : [];
}

/** The whole declaration where it imports nothing else, else what it says of the name. */
function importOf(source: ts.SourceFile, name: string) {
  for (const node of source.statements.filter(ts.isImportDeclaration)) {
    const names = node.importClause?.namedBindings;
    if (names === undefined || !ts.isNamedImports(names)) continue;
    const found = names.elements.find((element) => element.name.text === name);
    if (found === undefined) continue;
    const { text: specifier } = node.moduleSpecifier as ts.StringLiteral;
    return { specifier, node: names.elements.length === 1 ? node : found };
  }
  return undefined;
}

/** With the comma or the end of the line that follows, and the space before what is left. */
function spanOf(text: string, node: ts.Node): [start: number, end: number] {
  const [rest = ''] = /^,?[ \t]*\n?[ \t]*/.exec(text.slice(node.getEnd())) ?? [];
  return [node.getStart(), node.getEnd() + rest.length];
}
