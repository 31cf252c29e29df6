/** A fixed address, or a template whose variables each name a part of it. */
export interface ResourceUri {
  readonly text: string;
  readonly variables: readonly string[];
  /** That of the template in which each variable is `example`. */
  readonly example: string;
}

const URI = /^[a-z][a-z0-9+.-]*:\/\/[\w\-.~/{}+%:@]+$/i;
/** Those of RFC 6570 that a path needs: one value, or one with slashes. */
const VARIABLE = /\{\+?([A-Za-z]\w*)\}/g;

/** @throws {Error} it is no address, or a template that is better written by hand */
export function resourceUri(text: string): ResourceUri {
  if (!URI.test(text)) throw new Error(`"${text}" is no URI such as invoice://open.`);
  const variables = [...text.matchAll(VARIABLE)].map(([, name = '']) => name);
  const example = text.replace(VARIABLE, 'example');
  if (/[{}]/.test(example) || new Set(variables).size < variables.length) {
    throw new Error(
      `"${text}": give each variable once, as {name} or {+name}. Write other templates of RFC 6570 by hand.`,
    );
  }
  return { text, variables, example };
}
