import type { Tokens } from '../providers/tokens';

/** Characters of a token. Those of Entra ID with many groups have up to 6,000. */
const MAX_LENGTH = 16_384;

/** Milliseconds before its end at which a token is renewed, at most. */
const EARLY_MS = 60_000;

/** Tokens as they are kept; times are milliseconds since 1970. */
export interface KeptTokens {
  readonly accessToken: string;
  readonly refreshToken?: string | undefined;
  /** Undefined where it does not end. */
  readonly expiresAt?: number | undefined;
  /** A little earlier. */
  readonly renewAt?: number | undefined;
}

/**
 * @param former what these renew: a provider that gives no new refresh token leaves the old one
 * @throws {Error} one is larger than any that is kept
 */
export function keptTokens(
  { accessToken, refreshToken = undefined, lifetime }: Tokens,
  now: number,
  former?: KeptTokens,
): KeptTokens {
  if (Math.max(accessToken.length, refreshToken?.length ?? 0) > MAX_LENGTH) {
    throw new Error(`a token has more than ${MAX_LENGTH} characters`);
  }
  const kept = { accessToken, refreshToken: refreshToken ?? former?.refreshToken };
  if (lifetime === undefined) return kept;
  const lifetimeMs = lifetime * 1_000;
  const expiresAt = now + lifetimeMs;
  return { ...kept, expiresAt, renewAt: expiresAt - Math.min(EARLY_MS, lifetimeMs / 10) };
}

export const isFresh = ({ renewAt = Infinity }: KeptTokens, now: number): boolean => now < renewAt;

export const isValid = ({ expiresAt = Infinity }: KeptTokens, now: number): boolean =>
  now < expiresAt;
