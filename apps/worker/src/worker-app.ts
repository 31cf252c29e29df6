import { AppLogger, Draining, orListenError } from '@repo/telemetry';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { AppModule } from './app.module';
import { runningTasks } from './tasks/running-tasks';
import type { WorkerParts } from './worker-settings';

/** Connections of the pool that a worker cannot do without: one holds a lock while it asks by another. */
const MIN_CONNECTIONS = 2;

/** The running worker. */
export class WorkerApp {
  private constructor(
    private readonly app: NestFastifyApplication,
    /** Of health and metrics, without a path. */
    readonly url: string,
  ) {}

  /** @throws what is wrong with the settings, the database or the address */
  static async start(parts: WorkerParts): Promise<WorkerApp> {
    const { database, server, worker } = parts.config;
    if (database.poolSize < MIN_CONNECTIONS) {
      throw new Error(
        `DATABASE_POOL_SIZE is ${database.poolSize}; the worker needs ${MIN_CONNECTIONS} at least.`,
      );
    }
    const app = await NestFactory.create<NestFastifyApplication>(
      AppModule.forWorker(parts, await runningTasks(parts)),
      new FastifyAdapter({ logger: false }),
      { logger: AppLogger.on(parts.logger), abortOnError: false },
    );
    const address = { host: server.host, port: worker.port, variable: 'WORKER_PORT' } as const;
    await orListenError(app.listen(worker.port, server.host), address);
    return new WorkerApp(app, await app.getUrl());
  }

  /** Any provider of the application. */
  get<T>(token: abstract new (...parameters: never[]) => T): T {
    return this.app.get(token, { strict: false });
  }

  /** Takes no further job, lets those under way end, and closes everything. */
  async stop(): Promise<void> {
    this.get(Draining).begin();
    await this.app.close();
  }
}
