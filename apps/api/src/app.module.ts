import { AuditModule } from '@acme/audit';
import { AuthModule } from '@acme/auth';
import { ConfigModule, type Config } from '@acme/config';
import { DatabaseModule } from '@acme/database';
import { McpModule } from '@acme/mcp-core';
import { FaultReportsModule, LoggingModule, type RootLogger } from '@acme/telemetry';
import { Module, type DynamicModule, type ModuleMetadata } from '@nestjs/common';
import { APP_FILTER } from '@nestjs/core';
import { AdminModule } from './admin/admin.module';
import { databaseFeatures } from './database-features';
import { HealthModule } from './health/health.module';
import { McpEndpointModule } from './mcp/mcp-endpoint.module';
import { ApiMetricsModule } from './metrics/api-metrics.module';
import { OpenApiModule } from './openapi/openapi.module';
import { ProblemFilter } from './problem/problem.filter';
import { stateSecret } from './state-secret';
import { version } from './version';
import { WellKnownModule } from './well-known/well-known.module';

export type Imports = NonNullable<ModuleMetadata['imports']>;

export interface AppParts {
  readonly config: Config;
  readonly logger: RootLogger;
  /** The modules with the tools, resources and prompts to serve. */
  readonly features: Imports;
}

@Module({})
export class AppModule {
  /** What serves many clients over HTTP. */
  static forHttp(parts: AppParts): DynamicModule {
    const { audit, server, telemetry } = parts.config;
    return {
      module: AppModule,
      imports: [
        ...foundation(parts),
        DatabaseModule.forRoot({ features: databaseFeatures }),
        AuditModule.forRoot(audit),
        McpEndpointModule,
        WellKnownModule,
        AdminModule,
        OpenApiModule,
        HealthModule,
        ...(telemetry.metrics ? [ApiMetricsModule.forRoot(server)] : []),
      ],
      providers: [{ provide: APP_FILTER, useClass: ProblemFilter }],
    };
  }

  /** What serves one client on stdio: no port, and nobody to probe or scrape it. */
  static forStdio(parts: AppParts): DynamicModule {
    return { module: AppModule, imports: foundation(parts) };
  }
}

/** What both have, lowest floor first. */
function foundation({ config, logger, features }: AppParts): Imports {
  return [
    ConfigModule.forRoot(config),
    LoggingModule.forRoot(logger),
    FaultReportsModule.forRoot({
      dsn: config.telemetry.sentryDsn,
      environment: config.server.environment,
      release: version,
    }),
    McpModule.forRoot({
      serverInfo: { name: 'acme-mcp-server', title: 'ACME MCP server', version },
      stateSecret: stateSecret(config.auth),
    }),
    AuthModule,
    ...features,
  ];
}
