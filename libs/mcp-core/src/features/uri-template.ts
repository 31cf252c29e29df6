import { TemplatePattern, type Run, type Step } from './template-pattern';

/** Characters. Longer URIs name no resource. */
export const MAX_URI_LENGTH = 2_048;

export type UriVariables = Record<string, string | string[]>;

interface Variable {
  readonly name: string;
  readonly exploded: boolean;
}

/** One `{…}`. */
interface Expression {
  readonly operator: string;
  readonly variables: readonly Variable[];
  /** What its text may be; more than one for `{/a,b}`. */
  readonly runs: readonly Run[];
}

/**
 * The inverse of RFC 6570: finds the variables that give a URI, in time that grows with its length
 * and no faster. Compiled once; the SDK's own class compiles its pattern at each match. Variables of
 * a query (`{?a,b}`) may be absent and in any order, as an expansion leaves undefined ones out; all
 * others are required.
 */
export class UriTemplate {
  private readonly expressions: readonly Expression[];
  private readonly pattern: TemplatePattern;

  /** @throws {Error} the text is no template of RFC 6570 */
  constructor(readonly text: string) {
    const steps: Step[] = [];
    const expressions: Expression[] = [];
    let end = 0;
    for (const { 0: found, 1: inner = '', index } of text.matchAll(/\{([^{}]*)\}/g)) {
      if (index === end && index > 0 && /^[\w+]/.test(inner)) {
        throw new Error(
          `There is nothing between ${found} and what precedes it: no URI could distinguish them.`,
        );
      }
      const expression = readExpression(inner, found);
      expressions.push(expression);
      steps.push(...literal(text.slice(end, index)), ...expression.runs);
      end = index + found.length;
    }
    this.expressions = expressions;
    this.pattern = new TemplatePattern([...steps, ...literal(text.slice(end))]);
  }

  get variableNames(): string[] {
    return this.expressions.flatMap(({ variables }) => variables.map(({ name }) => name));
  }

  /** @returns undefined when the URI does not fit */
  match(uri: string): UriVariables | undefined {
    const runs = uri.length > MAX_URI_LENGTH ? undefined : this.pattern.match(uri);
    if (runs === undefined) return undefined;
    const found: UriVariables = Object.create(null) as UriVariables;
    try {
      for (const expression of this.expressions) {
        read(expression, runs.splice(0, expression.runs.length), found);
      }
    } catch {
      return undefined; // a "%" that starts no escape
    }
    return { ...found };
  }
}

function readExpression(inner: string, found: string): Expression {
  const operator = /^[+#./;?&]/.exec(inner)?.[0] ?? '';
  const specs = inner.slice(operator.length).split(',');
  if (!specs.every((spec) => /^[\w.%]+(?:\*|:\d{1,4})?$/.test(spec))) {
    throw new Error(`${found} is no expression of RFC 6570.`);
  }
  const variables = specs.map((spec) => ({
    name: spec.replace(/\*$|:\d+$/, ''),
    exploded: spec.endsWith('*'),
  }));
  return { operator, variables, runs: RUNS[operator]?.(variables) ?? [] };
}

/** Whatever ends a segment of a path. */
const SEGMENT_ENDS = '/?#';
const LINE_ENDS = '\n\r\u2028\u2029';

/** What the text of an expression may be, by operator (RFC 6570, section 3.2). */
const RUNS: Record<string, (variables: readonly Variable[]) => Run[]> = {
  '': () => [{ lead: '', without: SEGMENT_ENDS }],
  '+': () => [{ lead: '', without: LINE_ENDS }],
  '#': () => [{ lead: '#', without: LINE_ENDS }],
  '.': () => [{ lead: '.', without: SEGMENT_ENDS }],
  '/': (variables) => {
    const segment = { lead: '/', without: SEGMENT_ENDS };
    if (variables[0]?.exploded) return [{ ...segment, repeats: true }];
    return variables.map(() => segment);
  },
  ';': () => [{ lead: ';', without: `${SEGMENT_ENDS};`, repeats: true }],
  '?': () => [{ lead: '?', without: '#', optional: true }],
  '&': () => [{ lead: '&', without: '#', optional: true }],
};

function read({ operator, variables }: Expression, texts: string[], found: UriVariables): void {
  const text = texts.join(operator);
  if (operator === '?' || operator === '&' || operator === ';') {
    return readPairs(text.split(operator === ';' ? ';' : '&'), variables, found);
  }
  const [first] = variables;
  if (first === undefined) return;
  const separator = operator === '/' || operator === '.' ? operator : ',';
  const parts = text.split(separator).filter((part, index) => index > 0 || part !== '');
  if (variables.length === 1) {
    found[first.name] = first.exploded ? parts.map(decodeURIComponent) : decodeURIComponent(text);
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
    else if (Array.isArray(earlier)) earlier.push(value);
    else found[key] = [value];
  }
}

function literal(text: string): Step[] {
  if (/[{}]/.test(text)) throw new Error('A brace is not closed.');
  return text === '' ? [] : [{ text }];
}
