import { isIP } from 'node:net';
import ipaddr, { type IPv4, type IPv6 } from 'ipaddr.js';

export type Address = IPv4 | IPv6;

/**
 * Reads an address with or without port, brackets and zone.
 *
 * @returns IPv4 also where it is written as IPv6; undefined for anything but an address
 */
export function readAddress(text: string): Address | undefined {
  const [, bracketed, v4WithPort] = /^\[([^\]]*)\](?::\d+)?$|^([\d.]+):\d+$/.exec(text) ?? [];
  const [address = ''] = (bracketed ?? v4WithPort ?? text).split('%', 1);
  // Stricter than the library, which takes `127.1` and `0x7f.1` as well.
  return isIP(address) === 0 ? undefined : ipaddr.process(address);
}

/**
 * What is counted as one: an IPv4 address, or a /64 of IPv6, of which any one customer has at least
 * one whole.
 */
export function networkOf(address: Address): string {
  if (address.kind() === 'ipv4') return address.toString();
  const { parts } = address as IPv6;
  return `${hex(parts.slice(0, 4))}::/64`;
}

function hex(parts: readonly number[]): string {
  return parts.map((part) => part.toString(16)).join(':');
}
