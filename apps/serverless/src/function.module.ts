import { AuthModule } from '@repo/auth';
import { ConfigModule, identity, type Config } from '@repo/config';
import { McpModule } from '@repo/mcp-core';
import { McpEdgeModule } from '@repo/mcp-edge';
import { FaultReportsModule, LoggingModule, TracingModule, type RootLogger } from '@repo/telemetry';
import { Module, type DynamicModule, type ModuleMetadata } from '@nestjs/common';
import { MetricLines } from './metric-lines';
import { absent, NoTablesModule } from './no-tables';
import { version } from './version';

export interface FunctionParts {
  readonly config: Config;
  readonly logger: RootLogger;
  /** The modules with the tools, resources and prompts to serve. */
  readonly features: NonNullable<ModuleMetadata['imports']>;
  /**
   * Milliseconds that an answer waits for what is to be stored, while the database is away; two
   * seconds by default.
   */
  readonly flushMs?: number;
}

/** What serves many clients, a request at a time. What is seldom needed is loaded when it is. */
@Module({})
export class FunctionModule {
  static async forRoot({ config, logger, features }: FunctionParts): Promise<DynamicModule> {
    const { audit, auth, database, redis, secrets, server, telemetry } = config;
    return {
      module: FunctionModule,
      imports: [
        ConfigModule.forRoot(config),
        LoggingModule.forRoot(logger),
        TracingModule.forRoot(telemetry),
        FaultReportsModule.forRoot({
          dsn: telemetry.sentryDsn,
          environment: server.deployment,
          release: version,
          secrets,
        }),
        McpModule.forRoot({
          serverInfo: { name: identity.serviceName, title: identity.title, version },
          stateSecret: stateSecret(auth.jwtSecret),
          ...{ absent, hosting: 'functions' },
        }),
        NoTablesModule,
        AuthModule,
        McpEdgeModule,
        ...(redis.url === undefined
          ? []
          : [(await import('@repo/redis')).RedisModule.forRoot(redis)]),
        ...(database.url === undefined
          ? []
          : [
              (await import('@repo/auth/clients/serving')).ServingClientsModule.forRoot(
                database.url,
              ),
            ]),
        ...(audit.mode === 'off' || database.url === undefined
          ? []
          : [(await import('@repo/audit/recording')).RecordingModule.forRoot(audit)]),
        ...features,
      ],
      providers: telemetry.metrics ? [MetricLines] : [],
    };
  }
}

/** @throws {Error} there is none that all instances of the function share */
function stateSecret(jwtSecret: string | undefined): string {
  if (jwtSecret !== undefined) return jwtSecret;
  throw new Error(
    'JWT_SECRET is not set. A function needs it, also with an outside identity provider: it protects what a call that asks for input hands to its client, which comes back to another instance.',
  );
}
