import type { Config } from '@acme/config';
import { createLogger, logDestination, type RootLogger } from '@acme/telemetry';

/** The logger that the settings ask for. */
export function processLogger({ logging, server }: Config, { fd }: { fd: number }): RootLogger {
  const prettyOnTerminal = server.environment === 'development';
  return createLogger({
    name: 'api',
    level: logging.level,
    destination: logDestination({ fd, file: logging.file, prettyOnTerminal }),
  });
}
