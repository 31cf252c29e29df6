import type { Certificate } from '@repo/foundation/testing';
import { freePort } from '@repo/foundation/testing';

export interface RedisServerOptions {
  /** More arguments, such as `['--requirepass', 'secret']`, or `[file, '--sentinel']`. */
  readonly args?: readonly string[];
  /** A node of a Cluster. */
  readonly cluster?: boolean;
  /** Serves TLS only, as `localhost`. */
  readonly tls?: Certificate;
}

/** The arguments of `redis-server`; a file among them must come first. */
export async function redisArguments(
  { args = [], cluster = false, tls }: RedisServerOptions,
  port: number,
  folder: string,
): Promise<string[]> {
  const [first] = args;
  const hasFile = first !== undefined && !first.startsWith('--');
  return [
    ...(hasFile ? [first] : []),
    ...(tls === undefined ? ['--port', `${port}`] : ofTls(port, tls)),
    ...['--bind', '127.0.0.1', '--dir', folder],
    ...(cluster ? ofNode(await freePort()) : []),
    ...(args.includes('--sentinel') ? [] : ['--save', '', '--appendonly', 'no']),
    ...args.slice(hasFile ? 1 : 0),
  ];
}

function ofTls(port: number, { certificate, key }: Certificate): string[] {
  return [
    ...['--port', '0', '--tls-port', `${port}`, '--tls-auth-clients', 'no'],
    ...['--tls-cert-file', certificate, '--tls-key-file', key, '--tls-ca-cert-file', certificate],
  ];
}

/** A node that has met no other does not know its own address, and is slow to notice others. */
function ofNode(busPort: number): string[] {
  return [
    ...['--cluster-enabled', 'yes', '--cluster-port', `${busPort}`],
    ...['--cluster-announce-ip', '127.0.0.1', '--cluster-node-timeout', '1000'],
  ];
}
