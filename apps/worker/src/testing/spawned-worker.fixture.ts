import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

const running = new Set<SpawnedWorker>();

// A test that fails in the middle does not come to end its own.
afterAll(() => Promise.all([...running].map((left) => left.kill('SIGKILL'))));

/** A worker in a process of its own, compiled on the fly. */
export class SpawnedWorker {
  output = '';
  readonly ended: Promise<number | null>;
  private readonly child: ChildProcess;

  constructor(environment: Record<string, string>) {
    this.child = spawn(
      process.execPath,
      [
        ...['--conditions', '@repo/source', '-r', require.resolve('@swc-node/register')],
        join(__dirname, 'fleet-worker.fixture.ts'),
      ],
      {
        env: {
          PATH: process.env['PATH'],
          TS_NODE_PROJECT: join(__dirname, '../../tsconfig.json'),
          ENVIRONMENT: 'test',
          WORKER_PORT: '0',
          ...environment,
        },
        stdio: ['ignore', 'pipe', 'pipe'],
      },
    );
    for (const stream of [this.child.stdout, this.child.stderr]) {
      stream?.on('data', (chunk: Buffer) => (this.output += chunk.toString()));
    }
    running.add(this);
    this.ended = once(this.child, 'exit').then(([code]) => {
      running.delete(this);
      return code as number | null;
    });
  }

  async kill(signal: NodeJS.Signals): Promise<number | null> {
    this.child.kill(signal);
    return this.ended;
  }
}
