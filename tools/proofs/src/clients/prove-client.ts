import { join } from 'node:path';
import { ChildProcess, stdioCommand } from '@repo/api-e2e';
import { installedVersion } from '../installed-packages';
import type { KnownClient } from './known-clients';
import type { Proof } from './matrix';
import { nodeFor } from './newer-node';
import type { Transport } from './operation';

/** Packages and programs of the clients, with a lockfile of their own. */
export const PROGRAMS = join(__dirname, 'programs');

/** A server over HTTP: open, and the same where a token is required. */
export interface Servers {
  readonly url: string;
  readonly protectedUrl: string;
  readonly token: string;
}

/** Runs all operations of one client over one transport, in a process of its own. */
export async function proveClient(
  client: KnownClient,
  transport: Transport,
  servers: Servers,
): Promise<Proof> {
  const server = transport === 'http' ? servers : { command: stdioCommand() };
  const { PATH, HOME } = process.env;
  const args = [join(PROGRAMS, 'run.mjs'), `./${client.file}`, JSON.stringify(server)];
  const child = new ChildProcess(nodeFor(client), args, { env: { PATH, HOME } });
  await child.exited;
  const version = installedVersion(PROGRAMS, client.packageName);
  const proof = { client, version, transport };
  const result = child.stdout.findLast((line) => line.startsWith('{"revision"'));
  if (result === undefined) return { ...proof, cells: { connect: child.output.slice(-1_000) } };
  return { ...proof, ...(JSON.parse(result) as Pick<Proof, 'revision' | 'cells'>) };
}
