import type { Config } from '@repo/config';
import { addressUrl } from '../../http/address-url';

/** Where clients on this machine reach a server that listens everywhere. */
const LOOPBACK: Readonly<Record<string, string>> = { '0.0.0.0': '127.0.0.1', '::': '::1' };

/** Where a server with this configuration is reached, without a slash. */
export function originOf({ server: { host, port, publicUrl } }: Config): string {
  return publicUrl ?? addressUrl(LOOPBACK[host] ?? host, port);
}
