/**
 * Puts text between the markers `<!-- bench:name -->` and `<!-- /bench:name -->` of a document.
 *
 * @throws {Error} the document has not both markers, in this order
 */
export function replaceSection(document: string, name: string, text: string): string {
  const opening = `<!-- bench:${name} -->`;
  const closing = `<!-- /bench:${name} -->`;
  const start = document.indexOf(opening);
  const end = document.indexOf(closing, start);
  if (start === -1 || end === -1) {
    throw new Error(`The document has no ${opening} followed by ${closing}: add both lines.`);
  }
  return `${document.slice(0, start + opening.length)}\n\n${text.trim()}\n\n${document.slice(end)}`;
}
