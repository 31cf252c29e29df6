import * as ts from 'typescript';

/** Whether a file has a method with `@Tool({ name: '…' })`, or another decorator, of this name. */
export function declaresFeature(text: string, decorator: string, name: string): boolean {
  if (!text.includes(`@${decorator}(`) || !text.includes(name)) return false;
  const isDeclaration = (node: ts.Node): boolean =>
    nameIn(node, decorator) === name || ts.forEachChild(node, isDeclaration) === true;
  return isDeclaration(ts.createSourceFile('', text, ts.ScriptTarget.Latest, true));
}

function nameIn(node: ts.Node, decorator: string): string | undefined {
  if (!ts.isDecorator(node) || !ts.isCallExpression(node.expression)) return undefined;
  const { expression, arguments: given } = node.expression;
  const [options] = given;
  if (expression.getText() !== decorator || !options) return undefined;
  if (!ts.isObjectLiteralExpression(options)) return undefined;
  const property = options.properties.find((each) => each.name?.getText() === 'name');
  if (!property || !ts.isPropertyAssignment(property)) return undefined;
  return ts.isStringLiteralLike(property.initializer) ? property.initializer.text : undefined;
}
