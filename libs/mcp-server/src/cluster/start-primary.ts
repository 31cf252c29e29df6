import { logUncaught, processLogger, stopOnSignals } from '@repo/telemetry';
import type { StartOptions } from '../start-options';
import { stateSecretWarnings } from '../state-secret';
import { PrimaryProcess } from './primary-process';

/** Runs this process as the primary of as many workers as the settings say. */
export async function startPrimary({ server, config }: StartOptions): Promise<void> {
  const logger = processLogger(server.app, config, process.stdout);
  logUncaught(logger);
  for (const warning of [...config.warnings, ...stateSecretWarnings(config.auth)]) {
    logger.warn(warning);
  }
  const primary = await PrimaryProcess.prepare({
    server,
    config,
    logger,
    order: { workers: config.server.workers, poolSize: config.database.poolSize },
    onGiveUp: (exitCode) => stopping.end(exitCode),
  });
  const stopping = stopOnSignals({
    stop: (force) => primary.stop(force),
    abandon: () => primary.kill(),
    graceMs: config.server.shutdownGraceMs,
    logger,
  });
  await primary.start();
}
