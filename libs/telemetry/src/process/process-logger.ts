import cluster from 'node:cluster';
import type { Config } from '@repo/config';
import { createLogger, type RootLogger } from '../logging/create-logger';
import { logDestination } from '../logging/log-destination';

/**
 * The logger that the settings ask for. Its lines carry the number of the worker process.
 *
 * @param name the kind of process that the lines are of, such as `api`
 * @param onFatal gets each line of level `fatal` as well
 */
export function processLogger(
  name: string,
  { logging, server }: Config,
  { fd }: { fd: number },
  onFatal?: (line: string) => void,
): RootLogger {
  const prettyOnTerminal = server.environment === 'development';
  return createLogger({
    name,
    level: logging.level,
    destination: logDestination({ fd, file: logging.file, prettyOnTerminal, onFatal }),
    worker: cluster.worker?.id,
  });
}
