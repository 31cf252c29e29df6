import { spawnSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ChildProcess, stdioCommand } from '@repo/api-e2e';
import { installedVersion } from '../installed-packages';
import type { KnownClient } from './known-clients';
import type { Proof } from './matrix';
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

const NEWER_NODE = 24;
let newerNode: string | undefined;

/** This Node, or a newer one from the registry for a client that asks for it. */
function nodeFor({ node = 0 }: KnownClient): string {
  if (Number(process.versions.node.split('.')[0]) >= node) return process.execPath;
  return (newerNode ??= fetchNode());
}

/** Outside the folder of the programs, whose `.npmrc` forbids the script that unpacks Node. */
function fetchNode(): string {
  const args = [
    'exec',
    '--yes',
    `--package=node@${NEWER_NODE}`,
    '--',
    'node',
    '-p',
    'process.execPath',
  ];
  const { stdout, stderr } = spawnSync('npm', args, { cwd: tmpdir(), encoding: 'utf8' });
  if (stdout.trim() === '') throw new Error(`npm gave no Node ${NEWER_NODE}:\n${stderr}`);
  return stdout.trim();
}
