import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import type { Server } from 'node:net';
import { join } from 'node:path';
import { Client } from 'pg';
import { until } from '@repo/foundation/testing';
import { latestLock } from './keeper-lock';

/** One statement on a connection of its own. */
export async function ask<Row extends object>(url: string, statement: string): Promise<Row[]> {
  const client = new Client({ connectionString: url });
  client.on('error', () => undefined);
  await client.connect();
  try {
    return (await client.query<Row>(statement)).rows;
  } finally {
    await client.end();
  }
}

/** Whether a server answers at the address. */
export function answers(url: string): Promise<boolean> {
  return ask(url, 'select 1').then(
    () => true,
    () => false,
  );
}

/** Whether the port was free, and this server has it now. */
export function listens(server: Server, port: number): Promise<boolean> {
  server.listen(port, '127.0.0.1');
  return once(server, 'listening').then(
    () => true,
    () => false,
  );
}

/** The pids of the server and its keeper, as their files have them. */
export function pidsIn(home: string): { server: number; keeper: number } {
  const keeper = latestLock(home)?.address;
  if (keeper === undefined) throw new Error('No keeper is there.');
  const server = Number(readFileSync(join(home, 'data/postmaster.pid'), 'utf8').split('\n')[0]);
  return { server, keeper: keeper.pid };
}

/** The same; nothing while one of the files is missing. */
export function pidsOrNone(home: string): ReturnType<typeof pidsIn> | undefined {
  try {
    return pidsIn(home);
  } catch {
    return undefined;
  }
}

export function parentOf(pid: number): number {
  return Number(execFileSync('ps', ['-o', 'ppid=', '-p', String(pid)], { encoding: 'utf8' }));
}

/** Resolves when neither server nor keeper is left. */
export async function allGone(home: string): Promise<void> {
  await until(() => !latestLock(home)?.address && !existsSync(join(home, 'data/postmaster.pid')));
}
