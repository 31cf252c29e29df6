import type { Fault } from './fault';
import { breadthFaults } from './breadth';
import { describeFound } from './mask';
import type { RawEnvironment } from './parse-variables';
import { isPredictable } from './predictable-text';
import { isLoopback } from './formats/host';
import { parseRedisUrl } from './formats/redis-url';
import type { VariableName, VariableValues } from './variables';
import { isLongAndOwn } from './weak-secret';

/** The variables that say of a risk of production that it is meant. */
type RiskName = Exclude<Extract<VariableName, `ALLOW_${string}`>, 'ALLOW_UNAUTHENTICATED'>;

export interface StrictInput {
  readonly values: Partial<VariableValues>;
  /** With the variables of Node, which are not ours. */
  readonly environment: RawEnvironment;
}

/** A fault that counts unless its risk is meant. */
type Risk = (input: StrictInput) => readonly Fault[];

const risks: readonly (readonly [RiskName, Risk])[] = [
  ['ALLOW_WEAK_SECRETS', weakSecrets],
  ['ALLOW_INSECURE_CONNECTIONS', insecureConnections],
  ['ALLOW_WIDE_TRUST', wideTrust],
  ['ALLOW_LARGE_REQUESTS', largeRequests],
];

export const riskNames: readonly RiskName[] = risks.map(([name]) => name);

/** What production refuses unless a variable that is named for the risk says that it is meant. */
export function strictFaults(input: StrictInput): readonly Fault[] {
  return risks.flatMap(([name, risk]) => {
    if (input.values[name] === true) return [];
    return risk(input).map((fault) => ({
      ...fault,
      allowed: `${fault.allowed}, or this together with ${name}=true`,
    }));
  });
}

const MIN_KEY_LENGTH = 32;

function weakSecrets({ values: { API_KEY, JWT_SECRET } }: StrictInput): readonly Fault[] {
  const faults: Fault[] = [];
  if (API_KEY !== undefined && API_KEY.length < MIN_KEY_LENGTH) {
    faults.push({
      name: 'API_KEY',
      found: describeFound(API_KEY, 'value'),
      allowed: `at least ${MIN_KEY_LENGTH} characters`,
      hint: 'it has all scopes; try: openssl rand -hex 32, or leave it unset',
    });
  }
  // One that is short or an example has a fault already, which nothing allows.
  if (JWT_SECRET !== undefined && isLongAndOwn(JWT_SECRET) && isPredictable(JWT_SECRET)) {
    faults.push({
      name: 'JWT_SECRET',
      found: `${describeFound(JWT_SECRET, 'value')} like words, a row of keys or a URL`,
      allowed: 'what a generator made',
      hint: 'whoever guesses it signs tokens of their own; try: openssl rand -base64 48',
    });
  }
  return faults;
}

const urls = [
  'PUBLIC_URL',
  'JWT_ISSUER',
  'JWKS_URL',
  'SENTRY_DSN',
  'APPROVAL_WEBHOOK_URL',
] as const;

function insecureConnections({ values, environment }: StrictInput): readonly Fault[] {
  const plain = urls.filter((name) => isPlainHttp(values[name]));
  const faults: Fault[] = plain.map((name) => ({
    name,
    found: 'http://, without TLS',
    allowed: 'https://',
    hint: 'tokens, keys or reports would travel in the clear, and whoever is on the way could change them',
  }));
  if (environment['NODE_TLS_REJECT_UNAUTHORIZED'] === '0') {
    faults.push({
      name: 'NODE_TLS_REJECT_UNAUTHORIZED',
      found: '"0"',
      allowed: 'nothing',
      hint: 'no certificate is checked; name your own authority by NODE_EXTRA_CA_CERTS',
    });
  }
  if (values.REDIS_URL !== undefined && isOpenRedis(values.REDIS_URL)) {
    faults.push({
      name: 'REDIS_URL',
      found: 'no password',
      allowed: 'a password, or a Redis of this machine',
      hint: 'whoever reaches it reads sessions and ends lockouts: set requirepass or an ACL there',
    });
  }
  return faults;
}

function isPlainHttp(url: string | undefined): boolean {
  return url?.toLowerCase().startsWith('http:') === true && !isLoopback(new URL(url).hostname);
}

function isOpenRedis(url: string): boolean {
  const { password, nodes } = parseRedisUrl(url);
  return password === undefined && !nodes.every(({ host }) => isLoopback(host));
}

function wideTrust({ values: { ALLOWED_HOSTS, TRUSTED_PROXIES } }: StrictInput): readonly Fault[] {
  return breadthFaults(ALLOWED_HOSTS ?? [], TRUSTED_PROXIES ?? []);
}

const MAX_BODY_BYTES = 64 * 1024 * 1024;

function largeRequests({ values: { MAX_REQUEST_BYTES } }: StrictInput): readonly Fault[] {
  if (MAX_REQUEST_BYTES === undefined || MAX_REQUEST_BYTES <= MAX_BODY_BYTES) return [];
  return [
    {
      name: 'MAX_REQUEST_BYTES',
      found: `${MAX_REQUEST_BYTES} bytes`,
      allowed: 'at most 64MiB',
      hint: 'a body is held in memory as a whole, one for each call in flight',
    },
  ];
}
