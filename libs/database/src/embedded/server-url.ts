import { randomBytes, randomInt } from 'node:crypto';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';

/**
 * The URL of the server of a home folder, where its port and password are written down, for its
 * owner only: `psql "$(cat .data/postgres/url)"`. None before its first start.
 */
export function serverUrl(home: string): URL | undefined {
  try {
    return new URL(readFileSync(join(home, 'url'), 'utf8').trim());
  } catch (error) {
    // A file that a full disk left empty counts as none.
    if (['ENOENT', 'ERR_INVALID_URL'].includes((error as NodeJS.ErrnoException).code ?? ''))
      return undefined;
    throw error;
  }
}

export function writeServerUrl(home: string, url: URL): void {
  writeFileSync(join(home, 'url'), `${url.href}\n`, { mode: 0o600 });
}

/** A URL with a password of its own and no port yet. */
export function newServerUrl(): URL {
  return new URL(`postgres://mcp:${randomBytes(24).toString('hex')}@127.0.0.1/postgres`);
}

/** Below what systems give to outgoing connections: one of those could take it while the server is away. */
const PORTS = { from: 15_000, to: 32_768 };
const TRIES = 20;

/**
 * The port of the last time when it is free, so that written-down addresses stay true.
 *
 * @param last empty for another one
 */
export async function choosePort(last: string): Promise<number> {
  let port = last === '' ? undefined : await tryPort(Number(last));
  for (let tries = 0; port === undefined && tries < TRIES; tries += 1) {
    port = await tryPort(randomInt(PORTS.from, PORTS.to));
  }
  return port ?? (await tryPort(0)) ?? 0;
}

async function tryPort(port: number): Promise<number | undefined> {
  const server = createServer();
  try {
    server.listen(port, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address() as AddressInfo;
    server.close();
    await once(server, 'close');
    return address.port;
  } catch {
    return undefined;
  }
}
