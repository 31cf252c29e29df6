import type { AuthInfo, ClientCapabilities, Implementation } from '@modelcontextprotocol/server';
import { InvalidParamsError, UnsupportedVersionError } from './protocol.error';
import { isObject } from '@repo/foundation';
import { describe, type Params } from './json-rpc';
import { isLogLevel, LOG_LEVELS, type LogLevel } from './log-level';
import { MODERN_REVISIONS, type Era } from './revision';

/** The client and its capabilities: of each request (modern), of the session (legacy). */
export interface Client {
  readonly era: Era;
  readonly revision: string;
  /** The client's own statement; never verified. */
  readonly info?: Implementation;
  readonly capabilities: ClientCapabilities;
  /** The least severity of log messages that it wants; without one it gets none. */
  readonly logLevel?: LogLevel;
  /** The verified caller; the transport's authenticator filled it in. */
  readonly auth?: AuthInfo;
  /** Where the HTTP request came from, as limits count it; undefined on stdio. */
  readonly address?: string;
}

export const META = {
  protocolVersion: 'io.modelcontextprotocol/protocolVersion',
  clientInfo: 'io.modelcontextprotocol/clientInfo',
  clientCapabilities: 'io.modelcontextprotocol/clientCapabilities',
  logLevel: 'io.modelcontextprotocol/logLevel',
  serverInfo: 'io.modelcontextprotocol/serverInfo',
  subscriptionId: 'io.modelcontextprotocol/subscriptionId',
} as const;

/** Whether a message claims to be of the modern era, rightly or wrongly. */
export function claimsModern(params: Params): boolean {
  const meta = params['_meta'];
  return isObject(meta) && META.protocolVersion in meta;
}

/**
 * Reads the metadata that each modern request carries (2026-07-28, basic, `_meta`).
 *
 * @throws {InvalidParamsError} a required field is missing or malformed (HTTP 400)
 * @throws {UnsupportedVersionError} the revision is not served
 */
export function readModernClient(params: Params, auth?: AuthInfo, address?: string): Client {
  const meta = params['_meta'];
  if (!isObject(meta)) throw missing('_meta', meta);

  const revision = meta[META.protocolVersion];
  if (typeof revision !== 'string') throw missing(META.protocolVersion, revision);
  const capabilities = meta[META.clientCapabilities];
  if (!isCapabilities(capabilities)) throw missing(META.clientCapabilities, capabilities);
  if (!MODERN_REVISIONS.includes(revision)) {
    throw new UnsupportedVersionError(revision, MODERN_REVISIONS);
  }

  const info = meta[META.clientInfo];
  if (info !== undefined && !isImplementation(info)) throw missing(META.clientInfo, info);
  const logLevel = meta[META.logLevel];
  if (logLevel !== undefined && !isLogLevel(logLevel)) {
    throw new InvalidParamsError(`${META.logLevel} must be one of: ${LOG_LEVELS.join(', ')}`, {
      status: 400,
    });
  }
  return { era: 'modern', revision, info, capabilities, logLevel, auth, address };
}

/** Those that the specification defines; others may have any form. */
const CAPABILITIES: ReadonlyMap<string, readonly string[]> = new Map([
  ['elicitation', ['form', 'url']],
  ['experimental', []],
  ['extensions', []],
  ['roots', []],
  ['sampling', ['context', 'tools']],
  ['tasks', []],
]);

export function isCapabilities(value: unknown): value is ClientCapabilities {
  if (!isObject(value)) return false;
  for (const name in value) {
    const given = value[name];
    const parts = CAPABILITIES.get(name);
    if (parts === undefined || given === undefined) continue;
    if (!isObject(given)) return false;
    if (parts.some((part) => given[part] !== undefined && !isObject(given[part]))) return false;
  }
  return true;
}

export function isImplementation(value: unknown): value is Implementation {
  return (
    isObject(value) && typeof value['name'] === 'string' && typeof value['version'] === 'string'
  );
}

function missing(key: string, found: unknown): InvalidParamsError {
  const expected =
    key === META.protocolVersion
      ? 'a string'
      : key === META.clientCapabilities
        ? 'an object of objects'
        : 'an object';
  return new InvalidParamsError(`${key}: found ${describe(found)}, expected ${expected}.`, {
    status: 400,
  });
}

/**
 * Identifies the owner of sessions, streams and request states: client, user and issuer, since two
 * issuers may use the same names. All anonymous callers share the empty name.
 */
export function principalOf(auth: AuthInfo | undefined): string {
  if (auth === undefined) return '';
  const { clientId, extra: { subject = '', issuer = '' } = {} } = auth;
  return JSON.stringify([clientId, subject, issuer]);
}
