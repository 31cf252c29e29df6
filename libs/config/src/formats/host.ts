import { z } from 'zod';
import { quoteMasked } from '../mask';
import { list } from './list';

/** An address or name to listen on; IPv6 without brackets, as `listen()` takes it. */
export function listenHost(): z.ZodType<string, string> {
  return z
    .union([z.hostname(), z.ipv6()])
    .describe('an IP address or host name to listen on, such as 0.0.0.0 or ::');
}

/** Names that a request's Host header may carry, in lower case; `*.` stands for every subdomain. */
export function hostNames(): z.ZodType<readonly string[], string> {
  const names = list({
    allowed: 'host names without port, such as mcp.example.com, *.example.com or [::1]',
    isValid: isHostName,
    explain: (entry) => `${quoteMasked(entry)} is no such name`,
  });
  return z
    .string()
    .toLowerCase()
    .pipe(names)
    .describe(names.description ?? '');
}

/** Browser origins (RFC 6454), as a browser sends them in the Origin header. */
export function origins(): z.ZodType<readonly string[], string> {
  return list({
    allowed: 'origins, each scheme://host[:port] without path or trailing slash',
    isValid: isOrigin,
    explain: explainOrigin,
  });
}

function isHostName(value: string): boolean {
  if (value.startsWith('['))
    return value.endsWith(']') && z.ipv6().safeParse(value.slice(1, -1)).success;
  // An underscore is no host name by RFC 1123, yet the service names of container networks have it.
  return /^(\*\.)?[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?(\.[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?)*$/.test(
    value,
  );
}

function isOrigin(value: string): boolean {
  if (value.includes('*') || !URL.canParse(value)) return false;
  const { protocol, host } = new URL(value);
  return host !== '' && value === `${protocol}//${host}`;
}

function explainOrigin(value: string): string {
  if (!value.includes('*')) return `${quoteMasked(value)} is not an origin`;
  return (
    `${quoteMasked(value)} is refused because answers to other origins allow credentials, ` +
    'write every origin in full, such as https://app.example.com'
  );
}

/** Whether nothing that is sent to a host leaves the machine. */
export function isLoopback(host: string): boolean {
  return /^(localhost|127(\.\d{1,3}){3}|\[?::1\]?)$/i.test(host);
}
