import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { accessSync, constants, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { freePort } from '@repo/foundation/testing';
import { redisArguments, type RedisServerOptions } from './redis-arguments';

/** The path of `redis-server`, `undefined` when PATH has none. */
export function findRedisServer(): string | undefined {
  const folders = (process.env['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '');
  return folders.map((folder) => join(folder, 'redis-server')).find(isExecutable);
}

/** A real Redis on a free port that keeps nothing on disk, but for what is in its own folder. */
export class RedisServer {
  readonly #options: RedisServerOptions;
  #port: number | undefined;
  #folder: string | undefined;
  #child: ChildProcess | undefined;

  constructor(options: RedisServerOptions = {}) {
    this.#options = options;
  }

  /** The port, the same after each start. */
  get port(): number {
    if (this.#port === undefined) throw new Error('this Redis was not started yet');
    return this.#port;
  }

  /** For `REDIS_URL`. */
  get url(): string {
    const { tls } = this.#options;
    return tls === undefined ? `redis://127.0.0.1:${this.port}` : `rediss://localhost:${this.port}`;
  }

  /** Starts it, again too, and resolves when it takes connections. */
  async start(): Promise<void> {
    this.#folder ??= mkdtempSync(join(tmpdir(), 'redis-'));
    if (this.#port !== undefined) return this.#run(this.#port);
    for (let tries = 1; ; tries++) {
      const port = await freePort();
      try {
        await this.#run(port);
        this.#port = port;
        return;
      } catch (error) {
        // Another process may have taken the port in between.
        if (tries === 3) throw error;
      }
    }
  }

  /** Ends it in order; clients see their connection closed. */
  stop(): Promise<void> {
    return this.#end('SIGTERM');
  }

  /** Ends it without a goodbye. */
  kill(): Promise<void> {
    return this.#end('SIGKILL');
  }

  /** Lets it hang: connections stay and no command is answered until `resume`. */
  pause(): void {
    this.#child?.kill('SIGSTOP');
  }

  resume(): void {
    this.#child?.kill('SIGCONT');
  }

  /** Ends it and removes its folder. */
  async remove(): Promise<void> {
    await this.kill();
    if (this.#folder !== undefined) rmSync(this.#folder, { recursive: true, force: true });
    this.#folder = undefined;
  }

  async #run(port: number): Promise<void> {
    const program = findRedisServer();
    if (program === undefined)
      throw new Error('There is no redis-server on PATH: Debian has it as redis-server');
    const options = await redisArguments(this.#options, port, this.#folder ?? '');
    const child = spawn(program, options, {
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const killWithUs = () => child.kill('SIGKILL');
    process.once('exit', killWithUs);
    child.once('exit', () => process.off('exit', killWithUs));
    // At once: one that does not get ready is ended as well.
    this.#child = child;
    await readiness(child);
  }

  async #end(signal: NodeJS.Signals): Promise<void> {
    const child = this.#child;
    this.#child = undefined;
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, 'exit');
    child.kill(signal);
    if (signal !== 'SIGKILL') child.kill('SIGCONT');
    await ended;
  }
}

async function readiness(child: ChildProcess): Promise<void> {
  let said = '';
  await new Promise<void>((resolve, reject) => {
    child.stdout?.on('data', (text: Buffer) => {
      if (said.length < 20_000) said += text.toString();
      if (/Ready to accept connections|Sentinel ID is/.test(said)) resolve();
    });
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`redis-server ended with ${code}: ${said}`)));
  });
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
