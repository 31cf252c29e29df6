import { AuthModule } from '@repo/auth';
import { ConfigModule, identity } from '@repo/config';
import { McpModule } from '@repo/mcp-core';
import { FaultReportsModule, LoggingModule } from '@repo/telemetry';
import type { AppParts, Imports } from './app.module';
import { stateSecret } from './state-secret';
import { version } from './version';

/**
 * What the app has on HTTP and on stdio alike, lowest floor first. Nothing of it needs the database,
 * which stdio does not even load.
 */
export function foundation({ config, logger, features }: AppParts): Imports {
  return [
    ConfigModule.forRoot(config),
    LoggingModule.forRoot(logger),
    FaultReportsModule.forRoot({
      dsn: config.telemetry.sentryDsn,
      environment: config.server.deployment,
      release: version,
    }),
    McpModule.forRoot({
      serverInfo: { name: identity.serviceName, title: identity.title, version },
      stateSecret: stateSecret(config.auth),
    }),
    AuthModule,
    ...features,
  ];
}
