import type { RateLimit } from '../features/feature';
import { CatalogError } from './catalog.error';

/** As it is declared: `'10/min'`, or `{ requests: 10, windowMs: 90_000 }`. */
export type RateLimitOption = RateLimit | `${number}/${keyof typeof UNITS}`;

const UNITS = { s: 1_000, min: 60_000, h: 3_600_000, day: 86_400_000 } as const;

/** @throws {CatalogError} it is malformed */
export function rateLimitOf(
  option: RateLimitOption | undefined,
  where: string,
): RateLimit | undefined {
  if (option === undefined) return undefined;
  const limit = typeof option === 'string' ? parsed(option) : option;
  // In JavaScript, without types, it can be anything.
  if (typeof limit === 'object' && limit !== null && isSound(limit)) {
    return { requests: limit.requests, windowMs: limit.windowMs };
  }
  throw new CatalogError(
    where,
    `${JSON.stringify(option)} is no rate limit`,
    `Write '10/min', with one of ${Object.keys(UNITS).join(', ')}, or { requests, windowMs } with whole seconds up to a day.`,
  );
}

function parsed(text: string): RateLimit | undefined {
  const [, requests, unit = ''] = /^(\d{1,9})\/(\w+)$/.exec(text) ?? [];
  if (!Object.hasOwn(UNITS, unit)) return undefined;
  return { requests: Number(requests), windowMs: UNITS[unit as keyof typeof UNITS] };
}

function isSound({ requests, windowMs }: RateLimit): boolean {
  const isWhole = Number.isSafeInteger(requests) && Number.isSafeInteger(windowMs / 1_000);
  return isWhole && requests >= 1 && windowMs >= UNITS.s && windowMs <= UNITS.day;
}
