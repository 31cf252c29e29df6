import { randomBytes } from 'node:crypto';
import { ConfigError } from './config.error';
import { Config } from './config';
import { parseVariables, type RawEnvironment, rawValue } from './parse-variables';
import { brokenRules } from './rules';
import { secretTexts } from './secret-texts';
import type { OwnSection } from './sections/own-section';
import type { Environment } from './sections/server.config';
import type { Variable, VariableTable } from './variable';
import { variables, type VariableName, type VariableValues } from './variables';
import { findWarnings } from './warnings';

export interface LoadOptions {
  /** Makes the secret outside production; 48 random bytes in base64url unless given. */
  readonly generateSecret?: (environment: Environment) => string;
  /** Variables that production wants of a server, and this process does without. */
  readonly notRequired?: readonly VariableName[];
  /** What stands for variables that are not set, in place of the defaults of the documents. */
  readonly defaults?: Partial<Record<VariableName, string>>;
  /** A company's own, beside those of the platform. */
  readonly sections?: readonly OwnSection[];
  /** Warnings of whoever read the environment, before those found here. */
  readonly warnings?: readonly string[];
}

/**
 * Parses an environment. Reads nothing but its arguments and, for the generated secret, randomness.
 *
 * @throws {ConfigError} with every fault of the environment
 * @example loadConfig({ MCP_AUTH: 'off' }).auth.mcpAuth // a configuration for a test
 */
export function loadConfig(given: RawEnvironment, options: LoadOptions = {}): Config {
  const environment = withDefaults(given, options.defaults ?? {});
  const isProduction = rawValue(environment, 'ENVIRONMENT')?.toLowerCase() === 'production';
  const { sections = [], notRequired } = options;
  const table = tableOf(sections);
  const { values, faults } = parseVariables(environment, table, isProduction, notRequired);
  const isSet = (name: VariableName) => rawValue(environment, name) !== undefined;
  const known = values as Partial<VariableValues>;
  const all = [...faults, ...brokenRules({ values: known, isSet, environment }, isProduction)];
  if (all.length > 0) throw new ConfigError(all);

  // Without a fault every variable that has a default has its value.
  const complete = values as VariableValues;
  const { generateSecret = randomSecret, warnings = [] } = options;
  const generatedSecret =
    isProduction || complete.JWT_SECRET !== undefined
      ? undefined
      : generateSecret(complete.ENVIRONMENT);
  return new Config(complete, {
    generatedSecret,
    own: sections.map((OwnSection) => new OwnSection(values as never)),
    warnings: [...warnings, ...findWarnings(environment, table, complete, notRequired)],
    secrets: secretTexts(
      { ...environment, JWT_SECRET: complete.JWT_SECRET ?? generatedSecret },
      table,
    ),
  });
}

function withDefaults(
  environment: RawEnvironment,
  defaults: NonNullable<LoadOptions['defaults']>,
): RawEnvironment {
  const unset = Object.entries(defaults).filter(
    ([name]) => rawValue(environment, name) === undefined,
  );
  return { ...environment, ...Object.fromEntries(unset) };
}

/** @throws {Error} a section declares a variable that is declared already */
function tableOf(sections: readonly OwnSection[]): VariableTable {
  const table: Record<string, Variable> = { ...variables };
  for (const section of sections) {
    for (const [name, variable] of Object.entries(section.variables)) {
      if (Object.hasOwn(table, name)) {
        throw new Error(
          `${section.name} declares ${name}, which is declared already. Give it another name.`,
        );
      }
      table[name] = variable;
    }
  }
  return table;
}

function randomSecret(): string {
  return randomBytes(48).toString('base64url');
}
