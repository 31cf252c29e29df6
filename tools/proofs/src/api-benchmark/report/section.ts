/**
 * Puts text between the markers `<!-- bench:name -->` and `<!-- /bench:name -->` of a document.
 *
 * @throws {Error} the document has not both markers, in this order
 */
export function replaceSection(document: string, name: string, text: string): string {
  const { start, end } = boundsOf(document, name);
  return `${document.slice(0, start)}\n\n${text.trim()}\n\n${document.slice(end)}`;
}

/** What stands there. @throws {Error} as above */
export function sectionOf(document: string, name: string): string {
  const { start, end } = boundsOf(document, name);
  return document.slice(start, end).trim();
}

function boundsOf(document: string, name: string) {
  const opening = `<!-- bench:${name} -->`;
  const closing = `<!-- /bench:${name} -->`;
  const start = document.indexOf(opening);
  const end = document.indexOf(closing, start);
  if (start === -1 || end === -1) {
    throw new Error(`The document has no ${opening} followed by ${closing}: add both lines.`);
  }
  return { start: start + opening.length, end };
}
