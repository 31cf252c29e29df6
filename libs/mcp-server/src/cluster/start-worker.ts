import { Database, PoolSize } from '@repo/database';
import { McpHost } from '@repo/mcp-core';
import {
  Draining,
  GracefulStop,
  logUncaught,
  orExit,
  processLogger,
  startTracing,
} from '@repo/telemetry';
import type { StartOptions } from '../start-options';
import { drainLimits } from '../http/drain-monitor';
import { HttpApi } from '../http-api';
import { startReport } from '../start-report';
import { WorkerLink } from './worker-link';

/** Runs this process as one of several that serve the api. Its primary tells it when to stop. */
export async function startWorker({ server, config }: StartOptions): Promise<void> {
  const link = new WorkerLink(config, {
    unready: () => void starting.then((api) => api.get(Draining).begin()).catch(() => undefined),
    stop: () => stopping.begin('told to stop'),
    force: () => stopping.force('told to stop at once'),
    resizePool: async (max) => (await starting).get(PoolSize).resize(max),
  });
  const logger = processLogger(server.app, config, process.stdout, link.reportFatal);
  logUncaught(logger);
  const traced = startTracing({ name: server.app, version: server.version }, config, logger);
  const starting: Promise<HttpApi> = traced.then(() =>
    HttpApi.start({ server, config, logger, cluster: { control: link, metrics: link } }),
  );
  const stopping = new GracefulStop({
    stop: async (force) => {
      link.draining();
      await (await starting).stop(force, drainLimits(config.server.shutdownGraceMs));
      if (config.telemetry.metrics) await link.report();
    },
    graceMs: config.server.shutdownGraceMs,
    logger,
  });
  process.on('SIGTERM', () => stopping.begin('SIGTERM'));
  // A terminal sends them to the whole group: the primary hears them as well, and decides.
  for (const signal of ['SIGINT', 'SIGHUP']) process.on(signal, () => undefined);

  const api = await orExit(logger, starting);
  await orExit(logger, api.get(Database).opened);
  const report = await startReport(api.url, api.get(McpHost), { server, config });
  if (stopping.isUnderWay) return;
  link.listening(report);
}
