import type { z } from 'zod';

/**
 * The raw text a variable has when nothing is set. Defaults are written as a person would write them,
 * so they go through the same schema as the environment and can be shown in the documents.
 * `development` also holds for `ENVIRONMENT=test`.
 */
type Default = string | { readonly development: string; readonly production: string };

/**
 * How much of a value is secret: all of it, or only the user information and query of a URL.
 * Neither is ever shown in a fault, a log or an inspection.
 */
export type Secrecy = 'value' | 'credentials';

/**
 * One environment variable. From this declaration come the parser, the section's property type,
 * `.env.example` and `docs/configuration.md`.
 */
export interface Variable {
  /** From the raw text to the typed value; its zod description says what is allowed. */
  readonly schema: z.ZodType<unknown, string>;
  /** What the variable does, in whole sentences. */
  readonly description: string;
  readonly default?: Default;
  /** What stands for a missing default in the documents, `none` unless said. */
  readonly withoutDefault?: string;
  /** The unit of a number written without one. */
  readonly unit?: string;
  readonly secret?: Secrecy;
  readonly requiredInProduction?: boolean;
  /** A valid value for `.env.example`, where the default is no good example. */
  readonly example?: string;
}

/** The variables of one section, by name. */
export type VariableTable = Readonly<Record<string, Variable>>;

/** The parsed values of a table; a variable that has no default may be `undefined`. */
export type Values<Table extends VariableTable> = {
  readonly [Name in keyof Table]:
    | z.output<Table[Name]['schema']>
    | (Table[Name] extends { readonly default: Default } ? never : undefined);
};

/** The default's raw text in an environment, `undefined` when there is none. */
export function defaultOf(variable: Variable, isProduction: boolean): string | undefined {
  const value = variable.default;
  if (value === undefined || typeof value === 'string') return value;
  return isProduction ? value.production : value.development;
}
