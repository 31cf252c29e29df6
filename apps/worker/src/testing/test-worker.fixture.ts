import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadConfig } from '@acme/config';
import { createLogger } from '@acme/telemetry';
import { LogLines } from '@acme/telemetry/testing';
import { WorkerApp } from '../worker-app';

/** A worker in this process, with a rules file of its own. */
export class TestWorker {
  private constructor(
    readonly app: WorkerApp,
    readonly log: LogLines,
    readonly rulesFile: string,
    private readonly folder: string,
  ) {}

  /** @param reconcileMs milliseconds between looks at all targets */
  static async start(
    environment: Record<string, string>,
    rules: string,
    reconcileMs = 300,
  ): Promise<TestWorker> {
    const folder = mkdtempSync(join(tmpdir(), 'acme-worker-'));
    const rulesFile = join(folder, 'scaling.yaml');
    writeFileSync(rulesFile, rules);
    const config = loadConfig({
      ENVIRONMENT: 'test',
      WORKER_PORT: '0',
      SCALING_CONFIG: rulesFile,
      ...environment,
    });
    const log = new LogLines();
    const logger = createLogger({ name: 'test', level: 'info', destination: log });
    const timing = { reconcileMs, jobLockMs: 2_000 };
    const app = await WorkerApp.start({ config, logger, timing });
    return new TestWorker(app, log, rulesFile, folder);
  }

  async get(path: string): Promise<{ status: number; text: string }> {
    const answer = await fetch(this.app.url + path);
    return { status: answer.status, text: await answer.text() };
  }

  async stop(): Promise<void> {
    await this.app.stop();
    rmSync(this.folder, { recursive: true });
  }
}
