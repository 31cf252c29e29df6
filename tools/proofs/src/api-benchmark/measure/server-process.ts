import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { freePort } from '@repo/foundation/testing';
import { paths } from '../paths';

/** A program that serves MCP at `/mcp` of the port in the environment variable `PORT`. */
export interface Program {
  /** Absolute path of a JavaScript file. */
  readonly file: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly nodeOptions?: readonly string[];
}

export interface Memory {
  /** Bytes. */
  readonly rss: number;
  readonly heapUsed: number;
  /** Of buffers and other things of C++ that the heap refers to. */
  readonly external: number;
}

const GRACE_MS = 5_000;
const KEPT_OUTPUT = 4_000;

/** Those that run: none outlives the benchmark. */
const running = new Set<ChildProcess>();
process.once('exit', () => running.forEach((child) => child.kill('SIGKILL')));

/** A measured server: a process of its own that tells over IPC what it costs. */
export class ServerProcess {
  private lastId = 0;
  private output = '';
  private written = 0;

  private constructor(
    private readonly child: ChildProcess,
    /** Of the MCP endpoint. */
    readonly url: string,
  ) {
    child.stdout?.on('data', this.keep);
    child.stderr?.on('data', this.keep);
    running.add(child);
    child.once('exit', () => running.delete(child));
  }

  /** Starts it; whether it listens already is not waited for. */
  static async start({ file, env, nodeOptions = [] }: Program): Promise<ServerProcess> {
    // Not every peer can take port 0 and tell what it got.
    const port = await freePort();
    const child = spawn(process.execPath, ['--require', paths.inServer, ...nodeOptions, file], {
      env: {
        PATH: process.env['PATH'],
        HOME: process.env['HOME'],
        NODE_ENV: 'production',
        PORT: String(port),
        ...env,
      },
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    });
    return new ServerProcess(child, `http://127.0.0.1:${port}/mcp`);
  }

  readonly hasEnded = (): boolean => this.child.exitCode !== null || this.child.signalCode !== null;

  /** The end of what it wrote, for when something is wrong with it. */
  get lastOutput(): string {
    return this.output;
  }

  /** Bytes that it wrote so far, to its log. */
  get writtenBytes(): number {
    return this.written;
  }

  /** Microseconds of CPU, in user and kernel mode, that all its threads have used so far. */
  async cpuMicros(): Promise<number> {
    return (await this.tell<{ cpuMicros: number }>('usage')).cpuMicros;
  }

  /** What it holds after garbage collection. Needs the Node option `--expose-gc`. */
  memory(): Promise<Memory> {
    return this.tell<Memory>('memory');
  }

  async startProfile(intervalMicros: number): Promise<void> {
    await this.tell('startProfile', { intervalMicros });
  }

  /** @returns the profile in V8's format */
  stopProfile<T>(): Promise<T> {
    return this.tell<T>('stopProfile');
  }

  async stop(): Promise<void> {
    if (this.hasEnded()) return;
    const ended = once(this.child, 'exit');
    this.child.kill('SIGTERM');
    const tooLate = setTimeout(() => this.child.kill('SIGKILL'), GRACE_MS);
    await ended;
    clearTimeout(tooLate);
  }

  private async tell<T>(ask: string, parameters: object = {}): Promise<T> {
    const id = ++this.lastId;
    this.child.send({ id, ask, ...parameters });
    for (;;) {
      const [message] = (await once(this.child, 'message', {
        signal: AbortSignal.timeout(60_000),
      })) as [{ id: number; answer: T }];
      if (message.id === id) return message.answer;
    }
  }

  private readonly keep = (chunk: Buffer): void => {
    this.written += chunk.length;
    this.output = (this.output + chunk.toString()).slice(-KEPT_OUTPUT);
  };
}
