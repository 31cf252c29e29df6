import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadConfig } from '@repo/config';
import { QueueName, Queues, type ReconcileData } from '@repo/queue';
import { createLogger } from '@repo/telemetry';
import { LogLines } from '@repo/telemetry/testing';
import type { Job } from 'bullmq';
import { WorkerApp } from '../worker-app';
import type { WorkerSettings } from '../worker-settings';

/** A worker in this process, with a rules file of its own. */
export class TestWorker {
  private constructor(
    readonly app: WorkerApp,
    readonly log: LogLines,
    readonly rulesFile: string,
    private readonly folder: string,
  ) {}

  /**
   * @param reconcileMs milliseconds between looks at all targets
   * @param server whose tasks it runs; default: the main one
   */
  static async start(
    environment: Record<string, string>,
    rules: string,
    reconcileMs = 300,
    server?: WorkerSettings['server'],
  ): Promise<TestWorker> {
    const folder = mkdtempSync(join(tmpdir(), 'worker-'));
    const rulesFile = join(folder, 'scaling.yaml');
    writeFileSync(rulesFile, rules);
    const config = loadConfig({
      ENVIRONMENT: 'test',
      WORKER_PORT: '0',
      SCALING_CONFIG: rulesFile,
      ...environment,
    });
    const log = new LogLines();
    const { secrets } = config;
    const logger = createLogger({ name: 'test', level: 'info', destination: log, secrets });
    const timing = { reconcileMs, jobLockMs: 2_000, scheduleMs: reconcileMs };
    const app = await WorkerApp.start({ config, logger, timing, server });
    return new TestWorker(app, log, rulesFile, folder);
  }

  async get(path: string): Promise<{ status: number; text: string }> {
    const answer = await fetch(this.app.url + path);
    return { status: answer.status, text: await answer.text() };
  }

  /** Jobs of a target that are due later: at the end of an override, or for another attempt. */
  async laterJobs(target: string): Promise<Job<ReconcileData>[]> {
    const delayed: Job<ReconcileData>[] = await this.queue.getDelayed();
    return delayed.filter(({ data }) => data.target === target);
  }

  /** Makes those jobs due, so that no test waits for the pauses between attempts. */
  async runNow(target: string): Promise<void> {
    const jobs = await this.laterJobs(target);
    // One that has begun in the meantime needs it no more.
    await Promise.all(jobs.map((job) => job.promote().catch(() => undefined)));
  }

  /** Whether no look at a target is due or under way. */
  async isIdle(): Promise<boolean> {
    const counts = await this.queue.getJobCounts('active', 'waiting', 'prioritized');
    return Object.values(counts).every((count) => count === 0);
  }

  private get queue() {
    return this.app.get(Queues).get(QueueName.scaling);
  }

  async stop(): Promise<void> {
    await this.app.stop();
    rmSync(this.folder, { recursive: true });
  }
}
