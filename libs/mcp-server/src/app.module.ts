import { AuditModule } from '@repo/audit';
import { DatabaseModule, type DatabaseFeature } from '@repo/database';
import { RedisModule } from '@repo/redis';
import { ReplicasModule } from '@repo/replicas';
import { TasksModule } from '@repo/tasks';
import { Module, type DynamicModule } from '@nestjs/common';
import { APP_FILTER } from '@nestjs/core';
import { AdminModule } from './admin/admin.module';
import { ClusterModule, type ClusterOptions } from './cluster/cluster.module';
import { SingleProcessControl } from './cluster/single-process-control';
import { foundation, type FoundationParts } from './foundation';
import { HealthModule } from './health/health.module';
import { McpEndpointModule } from './mcp/mcp-endpoint.module';
import { ApiMetricsModule } from './metrics/api-metrics.module';
import { OpenApiModule } from './openapi/openapi.module';
import { ProblemFilter } from './problem/problem.filter';
import { concurrencyOfServer } from './task-running';
import { WelcomeController } from './welcome/welcome.controller';

export interface AppParts extends FoundationParts {
  /** The place of this process among those of the server. Default: it serves alone, and stays so. */
  readonly cluster?: ClusterOptions;
}

@Module({})
export class AppModule {
  /**
   * What serves many clients over HTTP.
   *
   * @param databaseFeatures all that the database holds
   * @param listening resolves when it does; rejects when it never will
   */
  static forHttp(
    parts: AppParts,
    databaseFeatures: readonly DatabaseFeature[],
    listening: Promise<void>,
  ): DynamicModule {
    const { audit, redis, server, telemetry } = parts.config;
    const { app } = parts.server;
    const { control, metrics } = parts.cluster ?? {
      control: new SingleProcessControl(parts.config),
    };
    return {
      module: AppModule,
      imports: [
        ...foundation(parts, 'http'),
        ClusterModule.forRoot(control),
        RedisModule.forRoot(redis),
        ReplicasModule.forServer(parts.server.name),
        DatabaseModule.forRoot({
          features: databaseFeatures,
          // Production would rather not listen than listen without it. Elsewhere calls that need no
          // database are answered while it is still opened.
          opening: server.isProduction ? 'awaited' : listening,
        }),
        AuditModule.forRoot(audit),
        TasksModule.forRoot({ app, concurrency: concurrencyOfServer(app, parts.config) }),
        McpEndpointModule,
        AdminModule,
        OpenApiModule,
        HealthModule,
        ...(telemetry.metrics ? [ApiMetricsModule.forRoot(server, parts.server, metrics)] : []),
      ],
      providers: [{ provide: APP_FILTER, useClass: ProblemFilter }],
      controllers: [WelcomeController],
    };
  }
}
