import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { ServerUser } from './server-user';

export interface Held {
  readonly url: string;
  readonly note?: string;
  readonly error?: string;
}

export interface HolderOptions {
  /** Whom it runs as, who this process runs as unless said. */
  readonly user?: ServerUser | undefined;
  readonly temporaryFolder?: string;
}

/** A holder of the server in a process of its own. */
export function spawnHolder(workspace: string, { user, temporaryFolder }: HolderOptions = {}) {
  const child = spawn(
    process.execPath,
    [
      '-C',
      '@repo/source',
      '-r',
      '@swc-node/register',
      join(__dirname, 'holder.fixture.ts'),
      workspace,
    ],
    {
      env: {
        PATH: process.env['PATH'],
        TMPDIR: temporaryFolder,
        TS_NODE_PROJECT: join(__dirname, '../../tsconfig.json'),
      },
      stdio: ['pipe', 'pipe', 'inherit'],
      ...user,
    },
  );
  const exited = once(child, 'exit');
  const held = new Promise<Held>((resolve, reject) => {
    createInterface({ input: child.stdout }).once('line', (line) =>
      resolve(JSON.parse(line) as Held),
    );
    void exited.then(() => reject(new Error('The holder ended without a word.')));
  });
  return {
    pid: child.pid,
    held,
    /** Lets go in good order. */
    release: async () => {
      child.stdin.end();
      await exited;
    },
    kill: async () => {
      child.kill('SIGKILL');
      await exited;
    },
  };
}
