import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

const SOURCES = join(__dirname, '..');
/** Compiles on the fly, so that no build is tested that is older than its source. */
const TYPESCRIPT = [
  ...['--conditions', '@repo/source'],
  ...['-r', require.resolve('@swc-node/register')],
];
const TSCONFIG = join(SOURCES, '../tsconfig.json');

const running = new Set<Spawned>();

// A test that fails in the middle does not come to end its own.
afterAll(async () => {
  for (const left of running) left.kill('SIGKILL');
  await Promise.all([...running].map(({ ended }) => ended));
});

/** A TypeScript file of this library that runs as a process of its own. */
export class Spawned {
  stdout = '';
  stderr = '';
  readonly ended: Promise<number | null>;
  private readonly child: ChildProcess;
  private listener?: () => void;

  /**
   * @param file relative to `src`
   * @param environment the whole of it, beside `PATH`
   * @param cwd where it runs; an embedded database keeps its data there
   */
  constructor(
    file: string,
    args: readonly string[],
    environment: Record<string, string>,
    cwd = process.cwd(),
  ) {
    this.child = spawn(process.execPath, [...TYPESCRIPT, join(SOURCES, file), ...args], {
      env: {
        PATH: process.env['PATH'],
        TS_NODE_PROJECT: TSCONFIG,
        ENVIRONMENT: 'test',
        RATE_LIMIT_REQUESTS: '1000000',
        CALLER_SHARE: '100',
        ...environment,
      },
      stdio: 'pipe',
      cwd,
    });
    this.child.stdout?.on('data', (chunk: Buffer) => {
      this.stdout += chunk.toString();
      this.listener?.();
    });
    this.child.stderr?.on('data', (chunk: Buffer) => {
      this.stderr += chunk.toString();
      this.listener?.();
    });
    running.add(this);
    this.ended = once(this.child, 'close').then(([code]) => {
      running.delete(this);
      return code as number | null;
    });
  }

  get pid(): number {
    return this.child.pid ?? 0;
  }

  kill(signal: NodeJS.Signals): void {
    this.child.kill(signal);
  }

  /** Writes lines to its stdin. */
  send(...messages: object[]): void {
    for (const message of messages) this.child.stdin?.write(`${JSON.stringify(message)}\n`);
  }

  endInput(): void {
    this.child.stdin?.end();
  }

  /** Resolves with the match when its output has one; rejects when it ends without. */
  async output(pattern: RegExp): Promise<RegExpExecArray> {
    const match = new Promise<RegExpExecArray>((resolve) => {
      this.listener = () => {
        const found = pattern.exec(this.stdout) ?? pattern.exec(this.stderr);
        if (found !== null) resolve(found);
      };
    });
    this.listener?.();
    const ended = this.ended.then(() => {
      throw new Error(`It ended without ${pattern}:\n${this.stdout}\n${this.stderr}`);
    });
    return Promise.race([match, ended]);
  }
}
