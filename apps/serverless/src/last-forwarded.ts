import type { IncomingHttpHeaders } from 'node:http';

/**
 * Who called the platform's front end, which appends that to `X-Forwarded-For`. Only for platforms
 * where no request comes past the front end: what stands before is the client's own word.
 */
export function lastForwarded(headers: IncomingHttpHeaders): string | undefined {
  const told = headers['x-forwarded-for'];
  const last = (Array.isArray(told) ? told.join(',') : told)?.split(',').at(-1)?.trim();
  // Some append the port.
  return last?.replace(/^(\d+(?:\.\d+){3}):\d+$/, '$1').replace(/^\[(.+)\](?::\d+)?$/, '$1');
}
