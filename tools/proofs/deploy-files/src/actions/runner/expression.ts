import { data, Evaluator, Lexer, Parser } from '@actions/expressions';

/** What an expression may name, such as `github` and `needs`; any other name is refused. */
export type Contexts = Readonly<Record<string, unknown>>;

/** Functions beside those that every expression has, such as `success`. */
export type Functions = Readonly<Record<string, (...args: string[]) => boolean | string>>;

/** Reads expressions as GitHub does, by GitHub's own parser. */
export class Expressions {
  constructor(
    private readonly contexts: Contexts,
    private readonly functions: Functions = {},
  ) {}

  /** The value of one expression, without `${{ }}`. @throws for a name or function that is unknown */
  evaluate(text: string): unknown {
    const definitions = Object.entries(this.functions).map(([name, run]) => ({
      ...{ name, minArgs: 0, maxArgs: 9 },
      call: (...args: data.ExpressionData[]) =>
        dataOf(run(...args.map((arg) => arg.coerceString()))),
    }));
    const tokens = new Lexer(text).lex().tokens;
    const expression = new Parser(tokens, Object.keys(this.contexts), definitions).parse();
    const context = dataOf(this.contexts) as data.Dictionary;
    const functions = new Map(definitions.map((one) => [one.name.toLowerCase(), one]));
    const value = new Evaluator(expression, context, functions).evaluate();
    return JSON.parse(JSON.stringify(value, data.replacer)) as unknown;
  }

  /** A text with its expressions replaced by what they come to. */
  text(template: unknown): string {
    return String(template).replace(/\$\{\{(.+?)\}\}/gs, (_, text: string) =>
      String((this.evaluate(text.trim()) as string | number | boolean | null) ?? ''),
    );
  }

  /** A value of YAML: an expression alone keeps its type, as `with` of a called workflow needs it. */
  value(template: unknown): unknown {
    const alone = /^\$\{\{((?:(?!\}\}).)+)\}\}$/s.exec(String(template))?.[1];
    return alone === undefined ? template && this.plain(template) : this.evaluate(alone.trim());
  }

  /** A table of values, such as `env`. */
  table(templates: Readonly<Record<string, unknown>> = {}): Record<string, string> {
    return Object.fromEntries(Object.entries(templates).map(([key, one]) => [key, this.text(one)]));
  }

  /** `if`, which is an expression with and without `${{ }}`. */
  condition(text: unknown): boolean {
    const bare = String(text).replace(/^\s*\$\{\{(.*)\}\}\s*$/s, '$1');
    return Boolean(this.evaluate(bare.trim()));
  }

  private plain = (template: unknown) =>
    typeof template === 'string' ? this.text(template) : template;
}

const dataOf = (value: unknown) =>
  JSON.parse(JSON.stringify(value), data.reviver) as data.ExpressionData;
