import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface, type Interface } from 'node:readline';
import { bundleOptions } from '@repo/platform/src/build/bundle-options';
import { build } from 'esbuild';
import { workspace } from '../../workspace';
import type { StandIns } from './stand-ins';

const BUNDLE = join(__dirname, '../../../dist/shipped-worker.js');
const running = new Set<ShippedWorker>();

/** The worker in a process of its own, with the rules and the rights of a platform's files. */
export class ShippedWorker {
  private readonly folder = mkdtempSync(join(tmpdir(), 'shipped-'));
  private readonly child: ChildProcess;
  private readonly lines: Interface;
  private said = '';

  /** Makes one file of it, from the source as it is now: compiled at each start it takes twice as long. */
  static async build(): Promise<void> {
    await build({
      ...bundleOptions(join(workspace, 'apps/worker')),
      entryPoints: [join(__dirname, 'shipped-worker.cli.ts')],
      outfile: BUNDLE,
      logLevel: 'error',
    });
  }

  /**
   * @param rules their text as shipped
   * @param environment how the clients of the platform find it, and who they are there
   */
  constructor(
    rules: string,
    environment: Readonly<Record<string, string>>,
    standIns: StandIns = {},
  ) {
    const file = join(this.folder, 'scaling.yaml');
    writeFileSync(file, rules);
    this.child = spawn(process.execPath, [BUNDLE], {
      cwd: this.folder,
      env: {
        PATH: process.env['PATH'],
        HOME: this.folder,
        ENVIRONMENT: 'test',
        WORKER_PORT: '0',
        SCALING_CONFIG: file,
        STAND_INS: JSON.stringify(standIns),
        ...environment,
      },
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    this.child.stderr?.on('data', (chunk: Buffer) => (this.said += chunk.toString()));
    this.lines = createInterface({ input: this.child.stdout! });
    running.add(this);
  }

  /** @returns what it did to the target at that instant until nothing was left to do */
  async at(instant: string, target: string): Promise<string[]> {
    this.child.stdin?.write(`${instant} ${target}\n`);
    const line = once(this.lines, 'line') as Promise<[string]>;
    const end = once(this.child, 'exit').then(([code]) => {
      throw new Error(`The worker ended with ${code}: ${this.said}`);
    });
    end.catch(() => undefined);
    const [done] = await Promise.race([line, end]);
    return JSON.parse(done) as string[];
  }

  /** Ends all that run. */
  static async killAll(): Promise<void> {
    await Promise.all([...running].map((worker) => worker.kill()));
  }

  private async kill(): Promise<void> {
    running.delete(this);
    if (this.child.exitCode === null) {
      const ended = once(this.child, 'exit');
      this.child.kill('SIGKILL');
      await ended;
    }
    rmSync(this.folder, { recursive: true });
  }
}
