import type { z } from 'zod';
import type { Fault } from './fault';
import { describeFound } from './mask';
import { defaultOf, type Variable, type VariableTable } from './variable';
import { variables, type VariableName } from './variables';

/** The environment as a process has it. */
export type RawEnvironment = Readonly<Record<string, string | undefined>>;

/** What each variable on its own came to. A faulty variable has no value. */
export interface ParsedVariables {
  readonly values: Readonly<Record<string, unknown>>;
  readonly faults: readonly Fault[];
}

/** Parses every variable and its default, and goes on after a fault. */
export function parseVariables(
  environment: RawEnvironment,
  table: VariableTable,
  isProduction: boolean,
  notRequired: readonly VariableName[] = [],
): ParsedVariables {
  const values: Record<string, unknown> = {};
  const faults: Fault[] = [];
  for (const [name, variable] of Object.entries(table)) {
    const raw = rawValue(environment, name, table);
    const isRequired = variable.requiredInProduction && !notRequired.includes(name as VariableName);
    if (raw === undefined && isProduction && isRequired) {
      faults.push(missing(name, variable));
      continue;
    }
    const text = raw ?? defaultOf(variable, isProduction);
    if (text === undefined) continue;
    const result = variable.schema.safeParse(text);
    if (result.success) values[name] = result.data;
    else faults.push(notAllowed(name, variable, text, result.error));
  }
  return { values, faults };
}

/**
 * The text of a variable, `undefined` when it is unset or blank. Space around it does not count,
 * but in a secret every byte does.
 */
export function rawValue(
  environment: RawEnvironment,
  name: string,
  table: VariableTable = variables,
): string | undefined {
  const raw = environment[name];
  if (raw === undefined || raw.trim() === '') return undefined;
  return table[name]?.secret === 'value' ? raw : raw.trim();
}

function missing(name: string, { schema }: Variable): Fault {
  return {
    name,
    found: 'nothing',
    allowed: schema.description ?? '',
    hint: 'it is required in production',
  };
}

function notAllowed(
  name: string,
  { schema, secret }: Variable,
  raw: string,
  error: z.ZodError,
): Fault {
  // Only a format's own refinements say more than the description does.
  const hints = error.issues.filter(
    ({ code, message }) => code === 'custom' && message !== 'Invalid input',
  );
  return {
    name,
    found: describeFound(raw, secret),
    allowed: schema.description ?? '',
    hint: hints.length === 0 ? undefined : hints.map(({ message }) => message).join('; '),
  };
}
