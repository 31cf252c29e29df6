import { join } from 'node:path';
import { API_ENVIRONMENT } from '../measure/api-environment';
import type { Era } from '../measure/call';
import type { Program } from '../measure/server-process';
import { paths } from '../paths';
import { tokenIssuer } from './token-issuer';

/** What the api is, beside what it is compared with. */
type Kind = 'floor' | 'api' | 'peer';

export interface Contender {
  /** For `--only`. */
  readonly name: string;
  readonly title: string;
  readonly kind: Kind;
  readonly program: Program;
  readonly eras: readonly Era[];
  /** The packages whose versions are told. */
  readonly packages?: readonly string[];
  /** Sent with every call. */
  readonly headers?: Readonly<Record<string, string>>;
}

const BOTH = ['modern', 'legacy'] as const;

const KEY = 'bench-key-with-enough-characters';
const WITH_KEY = { API_KEY: KEY, MCP_AUTH: 'required' };
/** Never met, but counted. */
const QUOTA = { RATE_LIMIT_DAILY: '1000000000' };
const KEY_HEADER = { authorization: `Bearer ${KEY}` };

const ISSUER = tokenIssuer();

/** Each row of ours has one more part of the chain than the one before: add new parts at the end. */
const OURS: readonly Contender[] = [
  api('api', 'this api: metrics, log level info', { AUDIT: 'off' }),
  api(
    'api-token',
    '… and a token by RS256 with scopes, required',
    { AUDIT: 'off', ...ISSUER.environment },
    { authorization: `Bearer ${ISSUER.token('bench')}` },
  ),
  api('api-key', '… or an API key, required', { AUDIT: 'off', ...WITH_KEY }, KEY_HEADER),
  api('api-audit', '… and the audit trail', WITH_KEY, KEY_HEADER),
  api('api-quota', '… and a daily quota', { ...WITH_KEY, ...QUOTA }, KEY_HEADER),
];

const CONTENDERS: readonly Contender[] = [
  { ...peer('floor', 'raw `node:http` (the floor)', [], BOTH), kind: 'floor' },
  ...OURS,
  peer(
    'sdk-v2',
    'SDK v2, `createMcpHandler`',
    ['@modelcontextprotocol/server', '@modelcontextprotocol/node'],
    BOTH,
  ),
  peer('sdk-v1', 'SDK v1', ['@modelcontextprotocol/sdk'], ['legacy']),
  peer('mcp-nest', 'MCP-Nest on Fastify', ['@rekog/mcp-nest'], BOTH),
  peer('fastmcp', 'fastmcp', ['fastmcp'], ['legacy']),
  peer('mcp-use', 'mcp-use', ['mcp-use'], BOTH),
  peer('tmcp', 'tmcp', ['tmcp', '@tmcp/transport-http'], BOTH),
];

/** @throws {Error} a name is none of a contender */
export function chosenContenders(only: readonly string[]): readonly Contender[] {
  if (only.length === 0) return CONTENDERS;
  const known = CONTENDERS.map(({ name }) => name);
  const unknown = only.filter((name) => !known.includes(name));
  if (unknown.length > 0) {
    throw new Error(`--only: unknown ${unknown.join(', ')}; there are ${known.join(', ')}.`);
  }
  // All figures are told against the floor.
  return CONTENDERS.filter(({ name, kind }) => kind === 'floor' || only.includes(name));
}

function api(
  name: string,
  title: string,
  env: Record<string, string>,
  headers: Record<string, string> = {},
): Contender {
  const program = { file: paths.api, env: { ...API_ENVIRONMENT, MCP_SESSIONS: 'off', ...env } };
  return { name, title, kind: 'api', program, eras: BOTH, headers };
}

function peer(
  name: string,
  title: string,
  packages: readonly string[],
  eras: readonly Era[],
): Contender {
  const env = { MCP_USE_ANONYMIZED_TELEMETRY: 'false' };
  const program = { file: join(paths.peers, `${name}.mjs`), env };
  return { name, title, kind: 'peer', program, eras, packages };
}
