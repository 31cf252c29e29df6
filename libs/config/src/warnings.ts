import { riskNames } from './strict-rules';
import { nearMiss } from './near-miss';
import { type RawEnvironment, rawValue } from './parse-variables';
import type { VariableTable } from './variable';
import type { VariableName, VariableValues } from './variables';

/** What is allowed and yet probably not meant. One sentence each, without values. */
export function findWarnings(
  environment: RawEnvironment,
  table: VariableTable,
  values: VariableValues,
  notRequired: readonly VariableName[] = [],
): readonly string[] {
  return [
    ...misspeltNames(environment, table),
    ...doubtfulSettings(environment, values, notRequired),
  ];
}

function misspeltNames(environment: RawEnvironment, table: VariableTable): readonly string[] {
  const known = Object.keys(table);
  // Whoever has set the right name has not misspelt it.
  const unset = known.filter((name) => rawValue(environment, name) === undefined);
  return Object.keys(environment).flatMap((name) => {
    if (known.includes(name)) return [];
    const meant = nearMiss(name, unset);
    return meant === undefined
      ? []
      : [`${name} is not a variable of this project; did you mean ${meant}?`];
  });
}

function doubtfulSettings(
  environment: RawEnvironment,
  values: VariableValues,
  notRequired: readonly VariableName[],
): readonly string[] {
  const found: string[] = [];
  const hasHeader = rawValue(environment, 'CLIENT_ADDRESS_HEADER') !== undefined;
  if (hasHeader && values.TRUSTED_PROXIES === undefined) {
    found.push('CLIENT_ADDRESS_HEADER is not read without TRUSTED_PROXIES: set who may send it.');
  }
  if (values.ENVIRONMENT !== 'production') {
    if (environment['NODE_ENV'] === 'production') {
      found.push(
        `NODE_ENV is production, but ENVIRONMENT is ${values.ENVIRONMENT}: the strict rules do not hold.`,
      );
    }
    return found;
  }
  const isReachedByName = !notRequired.includes('ALLOWED_HOSTS');
  if (isReachedByName && rawValue(environment, 'ALLOWED_HOSTS') === undefined) {
    found.push(
      'ALLOWED_HOSTS is not set: only requests to loopback names are answered. Set it to the public name.',
    );
  }
  if (values.MCP_AUTH === 'off') {
    found.push('MCP_AUTH is off in production: everyone may call every tool of /mcp.');
  }
  for (const name of riskNames) {
    if (values[name]) found.push(`${name} is true: production goes without that check.`);
  }
  return found;
}
