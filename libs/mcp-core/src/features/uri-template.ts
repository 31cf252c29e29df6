/** Longer URIs match no template: it bounds what a hostile one can cost. */
const MAX_URI_LENGTH = 2048;

export type UriVariables = Record<string, string | string[]>;

interface Variable {
  readonly name: string;
  readonly exploded: boolean;
}

/** One `{…}` with the group of the pattern that holds its text. */
interface Expression {
  readonly operator: string;
  readonly variables: readonly Variable[];
}

/**
 * The inverse of RFC 6570: finds the variables that give a URI. Compiled once; the SDK's own class
 * compiles its pattern at each match. Variables of a query (`{?a,b}`) may be absent and in any
 * order, as an expansion leaves undefined ones out; all others are required.
 */
export class UriTemplate {
  private readonly expressions: Expression[] = [];
  private readonly pattern: RegExp;

  /** @throws {Error} the text is no template of RFC 6570 */
  constructor(readonly text: string) {
    let source = '';
    let end = 0;
    for (const { 0: found, 1: inner, index } of text.matchAll(/\{([^{}]*)\}/g)) {
      if (index === end && index > 0 && /^[\w+]/.test(inner ?? '')) {
        throw new Error(
          `There is nothing between ${found} and what precedes it: no URI could distinguish them.`,
        );
      }
      source += literal(text.slice(end, index)) + this.addExpression(inner ?? '', found);
      end = index + found.length;
    }
    this.pattern = new RegExp(`^${source}${literal(text.slice(end))}$`, 'u');
  }

  get variableNames(): string[] {
    return this.expressions.flatMap(({ variables }) => variables.map(({ name }) => name));
  }

  /** @returns undefined when the URI does not fit */
  match(uri: string): UriVariables | undefined {
    const groups = uri.length > MAX_URI_LENGTH ? null : this.pattern.exec(uri);
    if (groups === null) return undefined;
    const found: UriVariables = Object.create(null) as UriVariables;
    try {
      this.expressions.forEach((expression, index) => {
        read(expression, groups[index + 1], found);
      });
    } catch {
      return undefined; // a "%" that starts no escape
    }
    return { ...found };
  }

  private addExpression(inner: string, found: string): string {
    const parsed = /^([+#./;?&]?)((?:[A-Za-z0-9_.%]+(?:\*|:\d{1,4})?,?)+)$/.exec(inner);
    if (parsed === null || inner.endsWith(','))
      throw new Error(`${found} is no expression of RFC 6570.`);
    const operator = parsed[1] ?? '';
    const variables = (parsed[2] ?? '').split(',').map((name) => ({
      name: name.replace(/\*$|:\d+$/, ''),
      exploded: name.endsWith('*'),
    }));
    this.expressions.push({ operator, variables });
    return PATTERNS[operator]?.(variables) ?? '';
  }
}

/** What the text of an expression may be, by operator (RFC 6570, section 3.2); one group each. */
const PATTERNS: Record<string, (variables: readonly Variable[]) => string> = {
  '': () => '([^/?#]+)',
  '+': () => '(.+)',
  '#': () => '#(.+)',
  '.': () => '\\.([^/?#]+)',
  '/': (variables) => {
    const [first] = variables;
    if (first?.exploded) return '((?:/[^/?#]+)+)';
    return `((?:/[^/?#]+){${variables.length}})`;
  },
  ';': () => '((?:;[^/?#;]+)+)',
  '?': () => '(?:\\?([^#]*))?',
  '&': () => '(?:&([^#]*))?',
};

function read({ operator, variables }: Expression, text = '', found: UriVariables): void {
  if (operator === '?' || operator === '&' || operator === ';') {
    return readPairs(text.split(operator === ';' ? ';' : '&'), variables, found);
  }
  const [first] = variables;
  if (first === undefined) return;
  const separator = operator === '/' || operator === '.' ? operator : ',';
  const parts = text.split(separator).filter((part, index) => index > 0 || part !== '');
  if (variables.length === 1) {
    found[first.name] = first.exploded
      ? parts.map(decodeURIComponent)
      : decodeURIComponent(operator === '/' ? text.slice(1) : text);
    return;
  }
  variables.forEach(({ name }, index) => {
    const part = parts[index];
    if (part !== undefined) found[name] = decodeURIComponent(part);
  });
}

function readPairs(pairs: string[], variables: readonly Variable[], found: UriVariables): void {
  for (const pair of pairs) {
    const [key = '', ...rest] = pair.split('=');
    const variable = variables.find(({ name }) => name === key);
    if (variable === undefined) continue;
    const value = decodeURIComponent(rest.join('=').replaceAll('+', ' '));
    const earlier = found[key];
    if (!variable.exploded) found[key] = value;
    else found[key] = Array.isArray(earlier) ? [...earlier, value] : [value];
  }
}

function literal(text: string): string {
  if (/[{}]/.test(text)) throw new Error('A brace is not closed.');
  return text.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&').replaceAll('\\-', '-');
}
