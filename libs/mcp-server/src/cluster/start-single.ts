import { Database, PoolSize } from '@repo/database';
import { McpHost } from '@repo/mcp-core';
import {
  Draining,
  logUncaught,
  orExit,
  processLogger,
  startTracing,
  stopOnSignals,
} from '@repo/telemetry';
import type { StartOptions } from '../start-options';
import { preStopDelay, drainLimits } from '../http/drain-monitor';
import { HttpApi } from '../http-api';
import { logStart, startReport } from '../start-report';
import { stateSecretWarnings } from '../state-secret';
import { SingleProcessControl } from './single-process-control';
import { PrimaryProcess, type PrimaryProcessOptions } from './primary-process';

/** Runs this process as the whole api, until an order for more makes it the primary of workers. */
export async function startSingle({ server, config }: StartOptions): Promise<void> {
  const logger = processLogger(server.app, config, process.stdout);
  logUncaught(logger);
  const control = new SingleProcessControl(config, {
    resizePool: (max) => api.get(PoolSize).resize(max),
    // After the answer to the order was sent.
    promote: (order) => setImmediate(() => void (running = orExit(logger, becomePrimary(order)))),
  });
  await startTracing({ name: server.app, version: server.version }, config, logger);
  const starting = HttpApi.start({ server, config, logger, cluster: { control } });
  const api = await orExit(logger, starting);
  const limits = drainLimits(config.server.shutdownGraceMs);
  let running: Promise<Pick<PrimaryProcess, 'stop'>> = Promise.resolve({
    stop: async (force) => {
      api.get(Draining).begin();
      await preStopDelay(config.server.shutdownDelayMs, force);
      await api.stop(force, limits);
    },
  });
  const stopping = stopOnSignals({
    stop: async (force) => (await running).stop(force),
    graceMs: config.server.shutdownGraceMs,
    logger,
  });

  async function becomePrimary(order: PrimaryProcessOptions['order']): Promise<PrimaryProcess> {
    const port = Number(new URL(api.url).port || HTTP_PORT);
    const onGiveUp = (exitCode: number) => stopping.end(exitCode);
    const primary = await PrimaryProcess.prepare({ server, config, logger, order, port, onGiveUp });
    const drained = api.stop(undefined, limits);
    // The address is free from here on: they start while the last calls are answered. Told to stop
    // meanwhile, it has none.
    if (!stopping.isUnderWay) primary.startWorkers();
    await drained;
    if (!stopping.isUnderWay) {
      primary.exportMetrics();
      await primary.listenForMetrics();
    }
    return primary;
  }

  for (const warning of [...config.warnings, ...stateSecretWarnings(config.auth)]) {
    logger.warn(warning);
  }
  const options = { server, config };
  logStart(logger, await startReport(api.url, api.get(McpHost), options), options);
  // In development it listens while the database still starts. Told to stop meanwhile, as by Ctrl-C,
  // which reaches the programs of the embedded one too, that has not failed.
  const opened = api.get(Database).opened.catch((error: unknown) => {
    if (!stopping.isUnderWay) throw error;
  });
  await orExit(logger, opened);
}

/** What a URL has without a port. */
const HTTP_PORT = 80;
