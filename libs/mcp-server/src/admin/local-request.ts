import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import { BlockList, isIPv6 } from 'node:net';
import type { HttpConfig, ServerConfig } from '@repo/config';

const loopback = new BlockList();
loopback.addSubnet('127.0.0.0', 8, 'ipv4');
loopback.addAddress('::1', 'ipv6');

/**
 * Names of headers that proxies, tunnels and content networks add. A client at this machine sends
 * none of them, so that all of `x-` is counted as theirs but for what libraries of pages add.
 */
const PROXY_HEADER =
  /^(?:x-|cf-|cdn-|fastly-|fly-|ngrok-|tailscale-|akamai-|incap-|ali-|eagleid|proxy-|true-client-ip|client-ip|forwarded|via|max-forwards|traceparent)/;
const OF_PAGES: ReadonlySet<string> = new Set(['x-requested-with']);

/**
 * Whether whoever sends a request sits at this machine, as far as that can be told: the connection
 * comes from loopback, the request is addressed to it, and nothing shows that somebody handed it on.
 * A tunnel or a proxy on this machine connects from loopback too; by default nginx says neither whom it
 * speaks for nor the name that it was asked by, but speaks HTTP/1.0.
 */
export function isLocalRequest({ socket, headers, httpVersion }: IncomingMessage): boolean {
  return (
    httpVersion === '1.1' &&
    isLoopbackAddress(socket.remoteAddress) &&
    isLoopbackUrl(`http://${headers.host}`) &&
    !wasHandedOn(headers)
  );
}

/** Whether the settings say that nobody else is meant to reach this server. */
export function isLocalServer(
  { publicUrl }: Pick<ServerConfig, 'publicUrl'>,
  { trustedProxies }: Pick<HttpConfig, 'trustedProxies'>,
): boolean {
  return trustedProxies.length === 0 && (publicUrl === undefined || isLoopbackUrl(publicUrl));
}

/** Whether a URL leads to this machine alone. */
function isLoopbackUrl(url: string): boolean {
  if (!URL.canParse(url)) return false;
  const { hostname } = new URL(url);
  return hostname === 'localhost' || isLoopbackAddress(hostname.replace(/^\[|\]$/g, ''));
}

function isLoopbackAddress(address = ''): boolean {
  return loopback.check(address, isIPv6(address) ? 'ipv6' : 'ipv4');
}

function wasHandedOn(headers: IncomingHttpHeaders): boolean {
  return Object.keys(headers).some((name) => PROXY_HEADER.test(name) && !OF_PAGES.has(name));
}
