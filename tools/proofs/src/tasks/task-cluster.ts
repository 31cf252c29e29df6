import { join } from 'node:path';
import { type FixtureHost, startFixtureHost } from '@repo/api-e2e';
import { type TestDatabase, withTestDatabase } from '@repo/database/testing';
import { databaseFeatures } from '@repo/mcp-server/database';
import { tokenIssuer } from '../api-benchmark/comparison/token-issuer';
import { heldMemory, MEASURABLE } from '../replicas/held-memory';
import { ReplicaSet } from '../replicas/replica-set';
import { Ledger } from './ledger';
import { TaskCaller } from './task-caller';

/** What the target `tasks-host` makes. */
const TASKS_HOST = join(__dirname, 'host/dist/main.js');

export interface ClusterSize {
  readonly apis: number;
  readonly runners: number;
  /** Tasks that each runs at once. */
  readonly concurrency: number;
  readonly settings?: Readonly<Record<string, string>>;
}

const SETTINGS = {
  AUDIT: 'off',
  MAX_TASKS_PER_CALLER: '1000000',
  SHUTDOWN_GRACE: '8s',
  LOG_LEVEL: 'info',
  NODE_OPTIONS: MEASURABLE,
};

/** Processes that take calls behind a balancer, processes that run the tasks, and where these tell what they do. */
export class TaskCluster {
  private readonly issuer = tokenIssuer();
  private readonly runners: (FixtureHost | undefined)[] = [];
  apis!: ReplicaSet;

  private constructor(
    readonly database: TestDatabase,
    readonly ledger: Ledger,
    private readonly size: ClusterSize,
    private readonly redisUrl: string | undefined,
  ) {}

  /** @param redisUrl of the queue; without one it is in the database */
  static async start(size: ClusterSize, redisUrl?: string): Promise<TaskCluster> {
    const database = await withTestDatabase({ features: databaseFeatures });
    const cluster = new TaskCluster(database, await Ledger.open(), size, redisUrl);
    try {
      await countCompletions(database);
      const settings = cluster.settings(0);
      cluster.apis = await ReplicaSet.start(size.apis, settings, TASKS_HOST);
      const runners = Array.from({ length: size.runners }, (_, index) => index);
      await Promise.all(runners.map((index) => cluster.startRunner(index)));
      return cluster;
    } catch (error) {
      await cluster.stop();
      throw error;
    }
  }

  caller(name: string): TaskCaller {
    return new TaskCaller(this.apis.url, this.issuer.token(name));
  }

  async startRunner(index: number): Promise<void> {
    this.runners[index] = await startFixtureHost(this.settings(this.size.concurrency), TASKS_HOST);
  }

  runnerPid(index: number): number {
    return this.runners[index]?.process.pid ?? NaN;
  }

  /** The bytes that it holds. */
  runnerMemory(index: number): Promise<number> {
    return heldMemory(this.runners[index]!);
  }

  /** Without a goodbye. @returns the id that its process had */
  async killRunner(index: number): Promise<number> {
    const pid = this.runnerPid(index);
    process.kill(pid, 'SIGKILL');
    await this.runners[index]?.process.exited;
    this.runners[index] = undefined;
    return pid;
  }

  /** In good order. @returns its exit code */
  async stopRunner(index: number): Promise<number | null | undefined> {
    const runner = this.runners[index];
    this.runners[index] = undefined;
    return (await runner?.process.stop(30_000))?.code;
  }

  /** Rows of tasks by their status. */
  async statuses(): Promise<Record<string, number>> {
    const rows = await this.query<{ status: string; count: number }>(
      `SELECT status, count(*)::integer AS count FROM task GROUP BY status`,
    );
    return Object.fromEntries(rows.map(({ status, count }) => [status, count]));
  }

  /** Tasks that became completed more than once. */
  async completedTwice(): Promise<number> {
    const rows = await this.query(`SELECT id FROM completion GROUP BY id HAVING count(*) > 1`);
    return rows.length;
  }

  query<T>(statement: string, parameters?: unknown[]): Promise<T[]> {
    return this.database.dataSource.query(statement, parameters);
  }

  async stop(): Promise<void> {
    await Promise.all(this.runners.map((_, index) => this.stopRunner(index)));
    await (this.apis as ReplicaSet | undefined)?.stop();
    this.ledger.close();
    await this.database.drop();
  }

  private settings(concurrency: number): Record<string, string> {
    return {
      ...SETTINGS,
      ...this.issuer.environment,
      DATABASE_URL: this.database.url,
      TASK_CONCURRENCY: `${concurrency}`,
      ...(this.redisUrl !== undefined && { REDIS_URL: this.redisUrl }),
      ...this.size.settings,
    };
  }
}

/** The database itself counts how often each task became completed. */
async function countCompletions({ dataSource }: TestDatabase): Promise<void> {
  await dataSource.query(`CREATE TABLE completion (id uuid NOT NULL)`);
  await dataSource.query(
    `CREATE FUNCTION count_completion() RETURNS trigger LANGUAGE plpgsql AS
     'BEGIN INSERT INTO completion VALUES (NEW.id); RETURN NULL; END'`,
  );
  await dataSource.query(
    `CREATE TRIGGER count_completion AFTER UPDATE ON task FOR EACH ROW
     WHEN (OLD.status <> 'completed' AND NEW.status = 'completed')
     EXECUTE FUNCTION count_completion()`,
  );
}
