import { randomBytes } from 'node:crypto';
import { ConfigError } from './config.error';
import { Config } from './config';
import { parseVariables, type RawEnvironment, rawValue } from './parse-variables';
import { brokenRules } from './rules';
import { secretTexts } from './secret-texts';
import type { Environment } from './sections/server.config';
import type { VariableName, VariableValues } from './variables';
import { findWarnings } from './warnings';

export interface LoadOptions {
  /** Makes the secret outside production; 48 random bytes in base64url unless given. */
  readonly generateSecret?: (environment: Environment) => string;
  /** Variables that production wants of a server, and this process does without. */
  readonly notRequired?: readonly VariableName[];
  /** Warnings of whoever read the environment, before those found here. */
  readonly warnings?: readonly string[];
}

/**
 * Parses an environment. Reads nothing but its arguments and, for the generated secret, randomness.
 *
 * @throws {ConfigError} with every fault of the environment
 * @example loadConfig({ MCP_AUTH: 'off' }).auth.mcpAuth // a configuration for a test
 */
export function loadConfig(environment: RawEnvironment, options: LoadOptions = {}): Config {
  const isProduction = rawValue(environment, 'ENVIRONMENT')?.toLowerCase() === 'production';
  const { values, faults } = parseVariables(environment, isProduction, options.notRequired);
  const isSet = (name: keyof VariableValues) => rawValue(environment, name) !== undefined;
  const all = [...faults, ...brokenRules({ values, isSet, environment }, isProduction)];
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
    warnings: [...warnings, ...findWarnings(environment, complete, options.notRequired)],
    secrets: secretTexts({ ...environment, JWT_SECRET: complete.JWT_SECRET ?? generatedSecret }),
  });
}

function randomSecret(): string {
  return randomBytes(48).toString('base64url');
}
