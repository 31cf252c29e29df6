import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { ChildProcess } from '@repo/api-e2e';
import { workspaceRoot } from '@repo/platform/src/workspace-root';

/** What the target `tracing-host` makes. */
const HOST = join(__dirname, 'host/dist/main.js');

export const builtApp = (app: string): string => join(workspaceRoot, `apps/${app}/dist/main.js`);

const START_MS = 60_000;

const SETTINGS = {
  ENVIRONMENT: 'test',
  HOST: '127.0.0.1',
  PORT: '0',
  WORKER_PORT: '0',
  MCP_AUTH: 'off',
  LOG_LEVEL: 'debug',
  RATE_LIMIT_REQUESTS: '1000000',
  CALLER_SHARE: '100',
};

/** A built program as a process of its own. */
export class TracedProcess {
  private constructor(
    readonly process: ChildProcess,
    /** Of its server, without a path. */
    readonly url: string,
  ) {}

  static host(settings: Record<string, string>): Promise<TracedProcess> {
    return TracedProcess.start(HOST, settings);
  }

  static async start(
    file: string,
    settings: Record<string, string>,
    nodeOptions: readonly string[] = [],
  ): Promise<TracedProcess> {
    if (!existsSync(file)) throw new Error(`${file} is missing: build it.`);
    const env = { PATH: process.env['PATH'], ...SETTINGS, ...settings };
    const child = new ChildProcess(process.execPath, [...nodeOptions, file], { env });
    const [, url = ''] = await child.waitForLine(
      /(?:listening on|metrics on) (https?:\/\/[^\s"'/]+)/,
      START_MS,
    );
    return new TracedProcess(child, url);
  }

  /** The built api, at stdin and stdout. */
  static onStdio(settings: Record<string, string>): ChildProcess {
    const env = { PATH: process.env['PATH'], ...SETTINGS, ...settings };
    return new ChildProcess(process.execPath, [builtApp('api'), '--stdio'], { env });
  }

  /** Its log, as far as its lines are JSON. */
  get lines(): Record<string, unknown>[] {
    return this.process.stdout
      .filter((line) => line.startsWith('{'))
      .map((line) => JSON.parse(line) as Record<string, unknown>);
  }

  /** @returns its exit code */
  async stop(): Promise<number | null> {
    return (await this.process.stop(30_000)).code;
  }
}
