import { IPv4, IPv6 } from 'ipaddr.js';
import type { z } from 'zod';
import { quoteMasked } from '../mask';
import { list } from './list';

/** Names for networks that are the same everywhere: RFC 1122, 1918, 3927, 4193 and 4291. */
const NAMED: Readonly<Record<string, readonly string[]>> = {
  loopback: ['127.0.0.0/8', '::1/128'],
  private: [
    '10.0.0.0/8',
    '172.16.0.0/12',
    '192.168.0.0/16',
    '169.254.0.0/16',
    'fc00::/7',
    'fe80::/10',
  ],
};

/** Addresses and networks, each as `address/prefix`; `loopback` and `private` stand for theirs. */
export function networks(): z.ZodType<readonly string[], string> {
  const allowed =
    'IP addresses or CIDR networks, such as 10.0.0.0/8 or 2001:db8::1, or the words loopback and private';
  const entries = list({
    allowed,
    isValid: (entry) => Object.hasOwn(NAMED, entry) || networkOf(entry) !== undefined,
    explain: (entry) => `${quoteMasked(entry)} is no such network`,
  });
  return entries
    .transform((found) => found.flatMap((entry) => NAMED[entry] ?? networkOf(entry) ?? []))
    .describe(`a comma-separated list of ${allowed}`);
}

function networkOf(entry: string): string | undefined {
  const network = entry.includes('/') ? entry : `${entry}/${entry.includes(':') ? 128 : 32}`;
  const isNetwork = IPv4.isValidCIDRFourPartDecimal(network) || IPv6.isValidCIDR(network);
  // A prefix of 0 would trust everybody, and a zone means something on one machine alone.
  return isNetwork && !/%|\/0/.test(network) ? network : undefined;
}
