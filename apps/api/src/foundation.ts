import { AuthModule } from '@acme/auth';
import { ConfigModule } from '@acme/config';
import { McpModule } from '@acme/mcp-core';
import { FaultReportsModule, LoggingModule } from '@acme/telemetry';
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
