import cluster from 'node:cluster';
import { configuredOrExit, type Config } from '@repo/config';
import { createLogger, type RootLogger } from '../logging/create-logger';
import { LogLevelSwitch } from '../logging/log-level-switch';
import { logDestination } from '../logging/log-destination';

/**
 * The logger that the settings ask for. Its lines carry the number of the worker process. A log file
 * that cannot be had ends the process, like any fault of the settings.
 *
 * @param name the kind of process that the lines are of, such as `api`
 * @param onFatal gets each line of level `fatal` as well
 */
export function processLogger(
  name: string,
  { logging, server, secrets }: Config,
  { fd }: { fd: number },
  onFatal?: (line: string) => void,
): RootLogger {
  const prettyOnTerminal = server.environment === 'development';
  const { file, keptFiles: kept, level, maxFileBytes: maxBytes } = logging;
  const target = { fd, file, rotation: { maxBytes, kept }, prettyOnTerminal, onFatal };
  const logger = createLogger({
    name,
    level,
    destination: configuredOrExit(() => logDestination(target)),
    worker: cluster.worker?.id,
    secrets,
  });
  LogLevelSwitch.of(logger).install();
  return logger;
}
