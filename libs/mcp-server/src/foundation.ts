import { AuthModule } from '@repo/auth';
import { ConfigModule, type Config } from '@repo/config';
import { McpModule, type Hosting } from '@repo/mcp-core';
import { FaultReportsModule, LoggingModule, TracingModule, type RootLogger } from '@repo/telemetry';
import { ServerIdentityModule } from './server-identity.module';
import type { Imports, ServerOptions } from './server-options';
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
  const { name, title, version, instructions, notServed } = server;
  return [
    ConfigModule.forRoot(config),
    ServerIdentityModule.forRoot(server),
    LoggingModule.forRoot(logger),
    TracingModule.forRoot(config.telemetry),
    FaultReportsModule.forRoot({
      dsn: config.telemetry.sentryDsn,
      environment: config.server.deployment,
      release: version,
      secrets: config.secrets,
    }),
    McpModule.forRoot({
      serverInfo: { name, title, version },
      stateSecret: stateSecret(config.auth),
      ...{ instructions, notServed, hosting },
    }),
    AuthModule,
    ...server.features,
  ];
}
