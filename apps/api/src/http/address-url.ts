import { isIPv6 } from 'node:net';

/** The URL of a server that listens on a host and a port. */
export function addressUrl(host: string, port: number): string {
  return `http://${isIPv6(host) ? `[${host}]` : host}:${port}`;
}
