import { AuditModule } from '@repo/audit';
import type { Config } from '@repo/config';
import { RedisModule } from '@repo/redis';
import { ReplicasModule } from '@repo/replicas';
import { isRunByWorker, TasksModule } from '@repo/tasks';
import { RequestMetrics } from '@repo/telemetry';
import { Module, type DynamicModule } from '@nestjs/common';
import { servedFeatures } from './foundation';
import { NoCredentials } from './no-credentials';
import type { ServedFeatures } from './server-options';

export type { ServedFeatures };

/** Tasks that one process runs at once, where nothing else is said. */
const USUAL_CONCURRENCY = 20;

/** How many tasks a process of the worker runs at once; 0: none. */
export function concurrencyOfWorker({ tasks }: Config): number {
  return tasks.concurrency ?? USUAL_CONCURRENCY;
}

/** How many a process of the server itself runs at once: in production the worker does, if it has one. */
export function concurrencyOfServer(app: string, { tasks, server }: Config): number {
  return tasks.concurrency ?? (isRunByWorker(app) && server.isProduction ? 0 : USUAL_CONCURRENCY);
}

/**
 * What runs the tasks of a server in a process that has none of its clients. Needs the global
 * `ConfigModule`, `DatabaseModule` with `auditSchema` and `tasksSchema`, and the modules of telemetry.
 */
@Module({ providers: [NoCredentials] })
export class TaskRunningModule {
  static forServer(server: ServedFeatures, config: Config): DynamicModule {
    return {
      module: TaskRunningModule,
      imports: [
        ...servedFeatures(server, config, { hosting: 'http', everyClass: false }),
        RedisModule.forRoot(config.redis),
        ReplicasModule.forServer(server.name),
        AuditModule.forRoot(config.audit),
        TasksModule.forRoot({ app: server.app, concurrency: concurrencyOfWorker(config) }),
      ],
      providers: config.telemetry.metrics ? [RequestMetrics] : [],
    };
  }
}
