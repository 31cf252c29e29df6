import type { RawEnvironment } from '@repo/config';

/**
 * The environment with the defaults that fit a function. What is set stays, but for sessions: two
 * requests of a client meet in no memory, so there are none.
 */
export function functionEnvironment(environment: RawEnvironment): RawEnvironment {
  const { ALLOWED_HOSTS, DATABASE_POOL_SIZE, PUBLIC_URL } = environment;
  return {
    ...environment,
    DATABASE_POOL_SIZE: DATABASE_POOL_SIZE ?? '1',
    ALLOWED_HOSTS: ALLOWED_HOSTS ?? hostOf(PUBLIC_URL),
    MCP_SESSIONS: 'off',
    ...(needsDatabase(environment) ? {} : { AUDIT: 'off' }),
  };
}

/**
 * Whether calls are to be recorded. In development they are where there is a database to record them
 * in; production must say `AUDIT=off` to go without.
 */
export function needsDatabase({ AUDIT, DATABASE_URL, ENVIRONMENT }: RawEnvironment): boolean {
  if (AUDIT?.trim().toLowerCase() === 'off') return false;
  return isSet(DATABASE_URL) || ENVIRONMENT?.trim().toLowerCase() === 'production';
}

/** @returns undefined for what is no URL: the configuration says so, with all else that is wrong */
function hostOf(url: string | undefined): string | undefined {
  if (url === undefined || !URL.canParse(url)) return undefined;
  return new URL(url).hostname;
}

function isSet(value: string | undefined): boolean {
  return value !== undefined && value.trim() !== '';
}
