import { isIP } from 'node:net';

/** An address without port, brackets and zone, IPv4 also where it is written as IPv6; undefined for anything else. */
export function plainAddress(text: string): string | undefined {
  const [, bracketed, v4WithPort] = /^\[([^\]]*)\](?::\d+)?$|^([\d.]+):\d+$/.exec(text) ?? [];
  const address = (bracketed ?? v4WithPort ?? text).split('%', 1)[0] ?? '';
  if (isIP(address) === 0) return undefined;
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  return mapped ?? address.toLowerCase();
}

/**
 * What is counted as one: an IPv4 address, or a /64 of IPv6, of which any one customer has at least
 * one whole.
 *
 * @param address as `plainAddress` has it
 */
export function networkOf(address: string): string {
  return address.includes(':') ? `${groupsOf(address).slice(0, 4).join(':')}::/64` : address;
}

/** The eight groups, without leading zeros (RFC 4291, section 2.2). */
function groupsOf(address: string): string[] {
  const [head = '', tail] = withoutDots(address).split('::');
  const first = head === '' ? [] : head.split(':');
  const last = tail === undefined || tail === '' ? [] : tail.split(':');
  const zeros = Array.from({ length: 8 - first.length - last.length }, () => '0');
  return [...first, ...zeros, ...last].map((group) => Number.parseInt(group, 16).toString(16));
}

/** The last 32 bits may be written as IPv4. */
function withoutDots(address: string): string {
  return address.replace(/(\d+)\.(\d+)\.(\d+)\.(\d+)$/, (_all, ...parts: string[]) => {
    const [a, b, c, d] = parts.map(Number) as [number, number, number, number];
    return `${((a << 8) | b).toString(16)}:${((c << 8) | d).toString(16)}`;
  });
}
