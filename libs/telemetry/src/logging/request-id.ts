import { randomUUID } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';

/** What may stand in a log line and in a header as it is; longer ones are nobody's real id. */
const safe = /^[\w.:-]{1,64}$/;

/**
 * The id under which a request's log lines are found: the caller's `X-Request-Id` where it is safe,
 * so that lines of several services can be joined, else a new one.
 */
export function requestIdOf(headers: IncomingHttpHeaders): string {
  const given = headers['x-request-id'];
  return typeof given === 'string' && safe.test(given) ? given : randomUUID();
}
