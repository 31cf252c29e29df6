import { MASK, maskSecret } from '../mask';
import type { Secrecy, Values, Variable, VariableTable } from '../variable';
import { Section } from './section';

/** The class of a section of a company's own. */
export interface OwnSection {
  // Of whatever table: the values are those of its variables.
  new (values: never): Section;
  readonly variables: VariableTable;
}

/** What `defineSection` makes. */
export interface SectionOf<Table extends VariableTable> {
  new (values: Values<Table>): Section & {
    /** By the variable's name, parsed. */
    readonly values: Values<Table>;
  };
  readonly variables: Table;
}

/**
 * The class of a section with variables of one's own, which are read, checked, told and masked like
 * the platform's. Export it among the `sections` of `@repo/mcp-features`, and inject it by its class.
 *
 * @example
 * ```ts
 * export class InvoicesConfig extends defineSection({
 *   INVOICES_URL: { schema: formats.httpUrl(), description: 'Where the invoices are.' },
 * }) {}
 * ```
 */
export function defineSection<const Table extends VariableTable>(
  variables: Table,
): SectionOf<Table> {
  return class extends Section {
    static readonly variables = variables;
    readonly #values: Values<Table>;

    constructor(values: Values<Table>) {
      super();
      const own = Object.keys(variables).map((name) => [name, values[name]]);
      this.#values = Object.fromEntries(own) as Values<Table>;
    }

    get values(): Values<Table> {
      return this.#values;
    }

    override toJSON(): Record<string, unknown> {
      const shown = Object.entries<Variable>(variables).map(([name, { secret }]) => [
        name,
        masked(this.#values[name], secret),
      ]);
      return Object.fromEntries(shown) as Record<string, unknown>;
    }
  };
}

function masked(value: unknown, secrecy: Secrecy | undefined): unknown {
  if (value === undefined || secrecy === undefined) return value;
  return typeof value === 'string' ? maskSecret(value, secrecy) : MASK;
}
