import type { Access, AllowPolicy } from '../features/feature';
import { CatalogError } from './catalog.error';

/** What a caller needs to call a feature. */
export interface AccessOptions {
  /** Scopes that a caller needs, all of them. A caller without a token has none. */
  scopes?: string[];
  /** Scopes of which a caller needs one; a refusal names the first. */
  anyScope?: string[];
  /** Asked after the scopes. It must be quick: lists wait for it, and each call twice. */
  allow?: AllowPolicy;
}

/** `scope-token` of RFC 6749, section 3.3: scopes are sent in a header, in quotes. */
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
