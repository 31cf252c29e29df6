import { IPv6 } from 'ipaddr.js';
import type * as Tldts from 'tldts';
import type { Fault } from './fault';

/** The shortest prefixes that are trusted: a network of one company or cloud, and no part of the internet. */
const MIN_PREFIX = { IPv4: 8, IPv6: 16 } as const;

/** Those of RFC 4193 and 4291, which are nobody's on the internet. */
const OWN_NETWORKS = ['fc00::/7', 'fe80::/10'];

/** AWS routes by this name, over TLS alone: no other than the function's own ever arrives there. */
const FUNCTION_URLS = /^\*\.lambda-url\.[a-z0-9-]+\.on\.aws$/;

/** The bits before an IPv4 address that is written as one of IPv6 (RFC 4291, section 2.5.5.2). */
const IPV4_IN_IPV6 = 96;

/** What of the names and networks that are trusted belongs to strangers. */
export function breadthFaults(
  hosts: readonly string[],
  networks: readonly string[],
): readonly Fault[] {
  const wildcards = hosts.filter((host) => host.startsWith('*.') && !FUNCTION_URLS.test(host));
  const suffixes = wildcards.filter((host) => isPublicSuffix(host.slice(2)));
  const wide = networks.filter((network) => !OWN_NETWORKS.includes(network) && isWide(network));
  return [
    ...suffixes.map((host) => ({
      name: 'ALLOWED_HOSTS',
      found: `"${host}"`,
      allowed: 'names of your own, or *. before one of them',
      hint: 'anybody can get a name below it (publicsuffix.org), which undoes the defence against DNS rebinding',
    })),
    ...wide.map((network) => ({
      name: 'TRUSTED_PROXIES',
      found: `"${network}"`,
      allowed: `networks of at least /${MIN_PREFIX.IPv4} (IPv4) or /${MIN_PREFIX.IPv6} (IPv6)`,
      hint: 'a stranger among so many could say any address; name the networks of your load balancers',
    })),
  ];
}

function isWide(network: string): boolean {
  const prefix = Number(network.slice(network.lastIndexOf('/') + 1));
  if (!network.includes(':')) return prefix < MIN_PREFIX.IPv4;
  const [address] = IPv6.parseCIDR(network);
  const isMapped = address.isIPv4MappedAddress();
  return prefix < (isMapped ? IPV4_IN_IPV6 + MIN_PREFIX.IPv4 : MIN_PREFIX.IPv6);
}

/** Of registries (`com`, `co.uk`) and of hosters (`github.io`). A name with one label is one, too. */
function isPublicSuffix(name: string): boolean {
  // Loaded only where there is a wildcard: the list takes longer than all other settings.
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  const { getPublicSuffix } = require('tldts') as typeof Tldts;
  return getPublicSuffix(name, { allowPrivateDomains: true }) === name;
}
