import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { CrashPoint } from './crash-point';

/** A worker in a process of its own, which is loaded now, works later, and dies where it is told to. */
export class CrashingWorker {
  output = '';
  readonly ended: Promise<number | string>;
  private readonly child: ChildProcess;

  constructor(environment: Record<string, string>) {
    this.child = spawn(
      process.execPath,
      [
        ...['--conditions', '@repo/source', '-r', require.resolve('@swc-node/register')],
        join(__dirname, 'crashing-worker.fixture.ts'),
      ],
      {
        env: {
          PATH: process.env['PATH'],
          TS_NODE_PROJECT: join(__dirname, '../../tsconfig.json'),
          ENVIRONMENT: 'test',
          WORKER_PORT: '0',
          ...environment,
        },
        stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      },
    );
    for (const stream of [this.child.stdout, this.child.stderr]) {
      stream?.on('data', (chunk: Buffer) => (this.output += chunk.toString()));
    }
    this.ended = once(this.child, 'exit').then(
      ([code, signal]) => (code ?? signal) as number | string,
    );
  }

  work(): void {
    this.child.send('work');
  }

  dieAt(point: CrashPoint): void {
    this.child.send(point);
  }

  async kill(): Promise<void> {
    this.child.kill('SIGKILL');
    await this.ended;
  }
}
