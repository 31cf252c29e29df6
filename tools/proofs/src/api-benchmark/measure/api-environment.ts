/**
 * The defaults, but for what a benchmark must change: no `.env` is read, and no limit is met.
 * Requests are counted all the same, as in production.
 */
export const API_ENVIRONMENT = {
  ENVIRONMENT: 'test',
  RATE_LIMIT_REQUESTS: '1000000000',
  CALLER_SHARE: '100',
};
