/** The defaults, but for what a benchmark must change: no `.env` is read, and no limit is met. */
export const API_ENVIRONMENT = {
  ENVIRONMENT: 'test',
  RATE_LIMIT_REQUESTS: '1000000000',
};
