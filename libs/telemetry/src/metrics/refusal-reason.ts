import type { ProtocolError } from '@repo/mcp-core';

/** Why a request was refused before anything of it was run. */
export const REFUSAL_REASONS = [
  'unauthenticated',
  'forbidden',
  'rate_limited',
  'unavailable',
  'invalid',
  'failed',
] as const;

export type RefusalReason = (typeof REFUSAL_REASONS)[number];

const BY_STATUS: ReadonlyMap<number, RefusalReason> = new Map([
  [401, 'unauthenticated'],
  [403, 'forbidden'],
  [429, 'rate_limited'],
  [503, 'unavailable'],
]);

/** By its HTTP status: what a client sent has no part in it. */
export function reasonOf({ status }: Pick<ProtocolError, 'status'>): RefusalReason {
  return BY_STATUS.get(status) ?? (status >= 500 ? 'failed' : 'invalid');
}
