import { AuthModule } from '@repo/auth';
import { ConfigModule, type Config } from '@repo/config';
import { McpModule, type Hosting } from '@repo/mcp-core';
import { FaultReportsModule, LoggingModule, TracingModule, type RootLogger } from '@repo/telemetry';
import { ServerIdentityModule } from './server-identity.module';
import type { Imports, ServedFeatures, ServerOptions } from './server-options';
import { stateSecret } from './state-secret';

export interface FoundationParts {
  readonly server: ServerOptions;
  readonly config: Config;
  readonly logger: RootLogger;
}

/**
 * What the server has on HTTP and on stdio alike, lowest floor first. Nothing of it needs a database.
 */
export function foundation({ server, config, logger }: FoundationParts, hosting: Hosting): Imports {
  return [
    ConfigModule.forRoot(config),
    LoggingModule.forRoot(logger),
    TracingModule.forRoot(config.telemetry),
    FaultReportsModule.forRoot({
      dsn: config.telemetry.sentryDsn,
      environment: config.server.deployment,
      release: server.version,
      secrets: config.secrets,
    }),
    ...servedFeatures(server, config, { hosting }),
  ];
}

interface ServingOptions {
  readonly hosting: Hosting;
  /** Whether a class with features that no module provides stops the start; default true. */
  readonly everyClass?: boolean;
}

/** The features of the server, the engine that calls them, and who may do so. */
export function servedFeatures(
  server: ServedFeatures,
  config: Config,
  options: ServingOptions,
): Imports {
  const { name, title, version, instructions, notServed } = server;
  return [
    ServerIdentityModule.forRoot(server),
    McpModule.forRoot({
      serverInfo: { name, title, version },
      stateSecret: stateSecret(config.auth),
      ...{ instructions, notServed, ...options },
    }),
    AuthModule,
    ...server.features,
  ];
}
