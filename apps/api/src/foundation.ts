import { AuthModule } from '@repo/auth';
import { ConfigModule, identity, type Config } from '@repo/config';
import { McpModule } from '@repo/mcp-core';
import { FaultReportsModule, LoggingModule, type RootLogger } from '@repo/telemetry';
import type { ModuleMetadata } from '@nestjs/common';
import { stateSecret } from './state-secret';
import { version } from './version';

export type Imports = NonNullable<ModuleMetadata['imports']>;

export interface FoundationParts {
  readonly config: Config;
  readonly logger: RootLogger;
  /** The modules with the tools, resources and prompts to serve. */
  readonly features: Imports;
}

/**
 * What the app has on HTTP and on stdio alike, lowest floor first. Nothing of it needs a database.
 */
export function foundation({ config, logger, features }: FoundationParts): Imports {
  return [
    ConfigModule.forRoot(config),
    LoggingModule.forRoot(logger),
    FaultReportsModule.forRoot({
      dsn: config.telemetry.sentryDsn,
      environment: config.server.deployment,
      release: version,
      secrets: config.secrets,
    }),
    McpModule.forRoot({
      serverInfo: { name: identity.serviceName, title: identity.title, version },
      stateSecret: stateSecret(config.auth),
    }),
    AuthModule,
    ...features,
  ];
}
