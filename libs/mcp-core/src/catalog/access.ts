import type { AuthInfo } from '@modelcontextprotocol/server';
import type { Call } from '../engine/call';
import { CatalogError } from './catalog.error';

/**
 * Decides by itself who may call a feature.
 *
 * @param auth the verified caller; undefined for an anonymous one
 * @param call the call; undefined when the question is whether the feature is there for this caller
 *   at all. Where the answer to that is no, it is left out of lists, and whoever asks for it by name
 *   is told that it does not exist.
 */
export type AllowPolicy = (
  auth: AuthInfo | undefined,
  call: Call | undefined,
) => boolean | Promise<boolean>;

/** What a caller needs to call a feature. */
export interface AccessOptions {
  /** Scopes that a caller needs, all of them. A caller without a token has none. */
  scopes?: string[];
  /** Scopes of which a caller needs one; clients are told to ask for the first. */
  anyScope?: string[];
  /** Asked after the scopes. It must be quick: lists wait for it, and each call twice. */
  allow?: AllowPolicy;
}

/** The same, as the catalog keeps it. */
export interface Access {
  readonly scopes: readonly string[];
  readonly anyScope: readonly string[];
  readonly allow?: AllowPolicy;
}

/** `scope-token` of RFC 6749, section 3.3: scopes stand in a header, in quotes. */
const SCOPE = /^[\x21\x23-\x5b\x5d-\x7e]+$/;

/** @throws {CatalogError} a scope has a character that scopes cannot have */
export function accessOf(
  { scopes = [], anyScope = [], allow }: AccessOptions,
  where: string,
): Access {
  for (const scope of [...scopes, ...anyScope]) {
    if (SCOPE.test(scope)) continue;
    throw new CatalogError(
      where,
      `${JSON.stringify(scope)} is no scope`,
      'Use visible ASCII characters without spaces, quotes and backslashes, such as invoices:read.',
    );
  }
  return { scopes, anyScope, allow };
}

/** Whether every caller may call it, an anonymous one too. */
export function isOpen({ scopes, anyScope, allow }: Access): boolean {
  return scopes.length === 0 && anyScope.length === 0 && allow === undefined;
}
