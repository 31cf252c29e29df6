import {
  collectProcessMetrics,
  logUncaught,
  orExit,
  processLogger,
  startTracing,
  stopOnSignals,
} from '@repo/telemetry';
import type { WorkerSettings } from './worker-settings';
import { waitForSchema } from './schema-wait/wait-for-schema';
import { version } from './version';
import { WorkerApp } from './worker-app';

/** Runs this process as a worker until a signal ends it. */
export async function startWorker(settings: WorkerSettings): Promise<void> {
  const { config } = settings;
  const logger = processLogger('worker', config, process.stdout);
  logUncaught(logger);
  if (config.telemetry.metrics) collectProcessMetrics();
  await startTracing({ name: 'worker', version }, config, logger);
  await orExit(logger, waitForSchema(config, logger));
  const worker = await orExit(logger, WorkerApp.start({ ...settings, logger }));
  stopOnSignals({
    stop: () => worker.stop(),
    graceMs: config.server.shutdownGraceMs,
    logger,
  });
  for (const warning of config.warnings) logger.warn(warning);
  logger.info({ url: worker.url }, `working · health and metrics on ${worker.url}`);
}
