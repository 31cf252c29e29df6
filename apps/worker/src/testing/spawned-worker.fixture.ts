import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { CrashPoint } from './crash-point';

const APP = join(__dirname, '../..');
const WORKSPACE = join(APP, '../..');
/** Other suites make theirs at the same time. */
const BUNDLES = join(APP, `dist/testing-${process.pid}`);
const running = new Set<SpawnedWorker>();

// A test that fails in the middle does not come to end its own.
afterAll(() => Promise.all([...running].map((left) => left.kill('SIGKILL'))));
afterAll(() => rmSync(BUNDLES, { recursive: true, force: true }));

/** A worker in a process of its own, from the source as it is now. */
export class SpawnedWorker {
  output = '';
  /** Its exit code, or the signal that ended it. */
  readonly ended: Promise<number | string>;
  /** When one that waits to be told has all it needs. */
  readonly loaded: Promise<unknown>;
  private readonly child: ChildProcess;

  constructor(environment: Record<string, string>, fixture = 'fleet-worker.fixture.ts') {
    this.child = spawn(process.execPath, [bundleOf(fixture)], {
      env: {
        PATH: process.env['PATH'],
        ENVIRONMENT: 'test',
        WORKER_PORT: '0',
        ...environment,
      },
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    });
    for (const stream of [this.child.stdout, this.child.stderr]) {
      stream?.on('data', (chunk: Buffer) => (this.output += chunk.toString()));
    }
    running.add(this);
    this.loaded = once(this.child, 'message');
    this.ended = once(this.child, 'exit').then(([code, signal]) => {
      running.delete(this);
      return (code ?? signal) as number | string;
    });
  }

  /** One that is loaded now, works when it is told to, and dies where it is told to. */
  static mortal(environment: Record<string, string>): SpawnedWorker {
    return new SpawnedWorker(environment, 'crashing-worker.fixture.ts');
  }

  send(message: CrashPoint | 'work'): void {
    this.child.send(message);
  }

  async kill(signal: NodeJS.Signals): Promise<number | string> {
    this.child.kill(signal);
    return this.ended;
  }
}

/** One file of a fixture and all that it needs, made once: each process would compile it anew. */
function bundleOf(fixture: string): string {
  const outfile = join(BUNDLES, fixture.replace('.ts', '.js'));
  if (existsSync(outfile)) return outfile;
  execFileSync(
    process.execPath,
    [
      ...['--conditions', '@repo/source', '-r', '@swc-node/register'],
      join(WORKSPACE, 'tools/platform/src/build/build.cli.ts'),
      ...[APP, join('src/testing', fixture), outfile],
    ],
    {
      cwd: WORKSPACE,
      env: { ...process.env, TS_NODE_PROJECT: join(WORKSPACE, 'tools/platform/tsconfig.json') },
      stdio: 'pipe',
    },
  );
  return outfile;
}
