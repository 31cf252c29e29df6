import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';

export interface Exit {
  code: number | null;
  signal: NodeJS.Signals | null;
}

export interface ChildOptions {
  /** The whole environment; nothing is inherited, so that a test says what it depends on. */
  env: NodeJS.ProcessEnv;
  cwd?: string;
}

/** How long a child may take to end by SIGTERM before it is killed. */
const GRACE_MS = 10_000;

const running = new Set<ChildProcess>();

// A test that fails in the middle does not come to end its own. The programs here have no `afterAll`.
if (typeof afterAll === 'function') {
  afterAll(() => Promise.all([...running].map((left) => left.stop(0))));
}

/** A process of a test: its output is kept, and it is ended by its id. */
export class ChildProcess {
  readonly exited: Promise<Exit>;
  private readonly child: ChildProcessWithoutNullStreams;
  private readonly lines: string[] = [];
  private readonly answers: string[] = [];
  private readonly listeners = new Set<() => void>();
  private exit?: Exit;

  constructor(command: string, args: readonly string[], options: ChildOptions) {
    this.child = spawn(command, args, { ...options, stdio: 'pipe' });
    process.once('exit', this.kill);
    running.add(this);
    this.exited = this.awaitExit();
    this.keepLines(this.child.stdout, this.lines, this.answers);
    this.keepLines(this.child.stderr, this.lines);
  }

  get pid(): number | undefined {
    return this.child.pid;
  }

  get isRunning(): boolean {
    return this.exit === undefined;
  }

  /** All that it wrote to stdout and stderr so far. */
  get output(): string {
    return this.lines.join('\n');
  }

  /** The lines that it wrote to stdout so far. */
  get stdout(): readonly string[] {
    return this.answers;
  }

  get stdin(): Writable {
    return this.child.stdin;
  }

  /**
   * Waits until it has written a line like this, be it before or after this call.
   *
   * @throws {Error} when it ends, or the time is up, without such a line; the message has its output
   */
  async waitForLine(pattern: RegExp, timeoutMs = 15_000): Promise<RegExpExecArray> {
    const find = () => this.lines.map((line) => pattern.exec(line)).find((match) => match !== null);
    const match = await this.until(
      () => find() ?? (this.isRunning ? undefined : 'ended'),
      timeoutMs,
    );
    if (match !== undefined && match !== 'ended') return match;
    const end = this.exit
      ? `it exited with ${JSON.stringify(this.exit)}`
      : `${timeoutMs} ms passed`;
    throw new Error(`No line like ${pattern} of process ${this.pid}; ${end}.\n${this.output}`);
  }

  /** Waits until it has written another line, or has ended. */
  nextLine(): Promise<void> {
    return new Promise((resolve) => {
      if (!this.isRunning) return resolve();
      const listener = () => {
        this.listeners.delete(listener);
        resolve();
      };
      this.listeners.add(listener);
    });
  }

  /** Asks it to end, and kills it when it does not within its grace. */
  async stop(graceMs = GRACE_MS): Promise<Exit> {
    this.child.kill('SIGTERM');
    const tooLate = setTimeout(this.kill, graceMs);
    const exit = await this.exited;
    clearTimeout(tooLate);
    return exit;
  }

  private keepLines(stream: Readable, ...kept: string[][]): void {
    createInterface({ input: stream }).on('line', (line) => {
      for (const lines of kept) lines.push(line);
      this.tell();
    });
  }

  private async awaitExit(): Promise<Exit> {
    // `close` comes after the last line of output, `exit` may come before it.
    const [code, signal] = (await once(this.child, 'close')) as [Exit['code'], Exit['signal']];
    process.off('exit', this.kill);
    running.delete(this);
    this.exit = { code, signal };
    this.tell();
    return this.exit;
  }

  /** Also for when the test ends first, however that came about. */
  private readonly kill = (): void => {
    this.child.kill('SIGKILL');
  };

  private tell(): void {
    for (const listener of [...this.listeners]) listener();
  }

  private until<T>(look: () => T | undefined, timeoutMs: number): Promise<T | undefined> {
    return new Promise((resolve) => {
      const settle = (found: T | undefined) => {
        clearTimeout(timer);
        this.listeners.delete(listener);
        resolve(found);
      };
      const timer = setTimeout(() => settle(undefined), timeoutMs);
      const listener = () => {
        const found = look();
        if (found !== undefined) settle(found);
      };
      this.listeners.add(listener);
      listener();
    });
  }
}
