import type { Fault } from './fault';
import { describeFound } from './mask';
import type { RawEnvironment } from './parse-variables';
import { strictFaults } from './strict-rules';
import { SAMPLE_PEOPLE } from './sections/sign-in.config';
import type { VariableName, VariableValues } from './variables';
import { isLongAndOwn } from './weak-secret';

/** What a rule sees: faulty variables have no value, yet they are set. */
export interface RuleInput {
  readonly values: Partial<VariableValues>;
  readonly isSet: (name: VariableName) => boolean;
  readonly environment: RawEnvironment;
}

type Rule = (input: RuleInput) => Fault | undefined;

const everywhere: readonly Rule[] = [
  environmentIsSaid,
  metricsHaveTheirOwnPort,
  keysHaveAnIssuer,
  noticesAreSigned,
];
const inProduction: readonly Rule[] = [
  tokensCanBeChecked,
  jwtSecretIsStrong,
  openDoorIsMeant,
  publicUrlIsKnown,
  peopleAreReal,
];

/** The faults that only show between variables, or only in production. */
export function brokenRules(input: RuleInput, isProduction: boolean): readonly Fault[] {
  const rules = isProduction ? [...everywhere, ...inProduction] : everywhere;
  const faults = rules.flatMap((rule) => rule(input) ?? []);
  return isProduction ? [...faults, ...strictFaults(input)] : faults;
}

/** An image or a host that says production, and a start that would be as open as a developer's. */
function environmentIsSaid({ isSet, environment }: RuleInput): Fault | undefined {
  if (environment['NODE_ENV'] !== 'production' || isSet('ENVIRONMENT')) return undefined;
  return {
    name: 'ENVIRONMENT',
    found: 'nothing, beside NODE_ENV=production',
    allowed: 'production, or what else this is: development, test',
    hint: 'without it the strict rules do not hold',
  };
}

function metricsHaveTheirOwnPort({ values: { PORT, METRICS_PORT } }: RuleInput): Fault | undefined {
  if (METRICS_PORT === undefined || METRICS_PORT === 0 || METRICS_PORT !== PORT) return undefined;
  return {
    name: 'METRICS_PORT',
    found: `"${METRICS_PORT}", which is PORT`,
    allowed: 'another port than PORT, or 0 for any free one',
    hint: 'leave it unset to serve /metrics on PORT',
  };
}

/** Whoever's keys they are, a token must say that it is from there. */
function keysHaveAnIssuer({ isSet }: RuleInput): Fault | undefined {
  if (!isSet('JWKS_URL') || isSet('JWT_ISSUER')) return undefined;
  return {
    name: 'JWT_ISSUER',
    found: 'nothing',
    allowed: 'the issuer whose keys are at JWKS_URL',
    hint: 'it is the "issuer" in the metadata of the identity provider',
  };
}

/** Nobody could tell them from those of a stranger. */
function noticesAreSigned({ isSet }: RuleInput): Fault | undefined {
  if (!isSet('APPROVAL_WEBHOOK_URL') || isSet('APPROVAL_WEBHOOK_SECRET')) return undefined;
  return {
    name: 'APPROVAL_WEBHOOK_SECRET',
    found: 'nothing',
    allowed: 'the secret that notices to APPROVAL_WEBHOOK_URL are signed with',
    hint: 'try: echo whsec_$(openssl rand -base64 32)',
  };
}

const strongSecret = 'at least 32 bytes that are not a well-known example';
const makeOne = 'try: openssl rand -base64 48';

function tokensCanBeChecked({ isSet }: RuleInput): Fault | undefined {
  const others = ['JWT_ISSUER', 'JWKS_URL', 'JWT_PRIVATE_KEY'] as const;
  if (isSet('JWT_SECRET') || others.some(isSet)) return undefined;
  return {
    name: 'JWT_SECRET',
    found: 'nothing',
    allowed: strongSecret,
    hint: `it is required in production unless JWT_ISSUER or JWT_PRIVATE_KEY is set; ${makeOne}`,
  };
}

function jwtSecretIsStrong({ values: { JWT_SECRET } }: RuleInput): Fault | undefined {
  if (JWT_SECRET === undefined) return undefined;
  if (isLongAndOwn(JWT_SECRET)) return undefined;
  return {
    name: 'JWT_SECRET',
    found: describeFound(JWT_SECRET, 'value'),
    allowed: strongSecret,
    hint: makeOne,
  };
}

function openDoorIsMeant({ values, isSet }: RuleInput): Fault | undefined {
  if (values.MCP_AUTH !== 'off' || values.ALLOW_UNAUTHENTICATED === true) return undefined;
  // A misspelt confirmation has a fault of its own.
  if (values.ALLOW_UNAUTHENTICATED === undefined && isSet('ALLOW_UNAUTHENTICATED'))
    return undefined;
  return {
    name: 'MCP_AUTH',
    found: '"off" in production',
    allowed: 'optional or required, or off together with ALLOW_UNAUTHENTICATED=true',
    hint: 'off lets everyone call every tool of /mcp',
  };
}

/** It cannot be guessed behind a proxy, and a `Host` header must not decide whom tokens are for. */
function publicUrlIsKnown({ values, isSet }: RuleInput): Fault | undefined {
  if (isSet('PUBLIC_URL') || values.MCP_AUTH === 'off') return undefined;
  return {
    name: 'PUBLIC_URL',
    found: 'nothing',
    allowed: 'the URL at which clients reach this server, such as https://mcp.example.com',
    hint: 'it is required in production: tokens are issued for it, and clients find the sign-in by it',
  };
}

function peopleAreReal({ values: { AUTH_PROVIDERS } }: RuleInput): Fault | undefined {
  if (AUTH_PROVIDERS !== SAMPLE_PEOPLE) return undefined;
  return {
    name: 'AUTH_PROVIDERS',
    found: `"${SAMPLE_PEOPLE}" in production`,
    allowed: 'the path of a file with identity providers',
    hint: 'the sample people sign in without a password',
  };
}
