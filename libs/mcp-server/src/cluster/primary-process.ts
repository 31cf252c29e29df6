import type { Config } from '@repo/config';
import { holdDatabase } from '@repo/database';
import { MetricsExport, MetricsListener, orExit, type RootLogger } from '@repo/telemetry';
import { addressUrl } from '../http/address-url';
import { preStopDelay } from '../http/drain-monitor';
import type { ServerOptions } from '../server-options';
import { logStart, type StartReport } from '../start-report';
import { Primary, type PrimaryOptions } from './primary';

export interface PrimaryProcessOptions extends Omit<PrimaryOptions, 'onListening'> {
  readonly server: ServerOptions;
}

/** A primary and what it keeps for its workers: the embedded database, and the port of the metrics. */
export class PrimaryProcess {
  private readonly primary: Primary;
  private listener: MetricsListener | undefined;
  private export: MetricsExport | undefined;
  private readonly server: ServerOptions;

  private constructor(
    private readonly config: Config,
    private readonly logger: RootLogger,
    private readonly releaseDatabase: () => Promise<void>,
    options: PrimaryProcessOptions,
  ) {
    const { workers } = options.order;
    const { server } = options;
    this.server = server;
    const onListening = (start: StartReport) =>
      logStart(logger, { ...start, workers }, { server, config });
    this.primary = new Primary({ ...options, onListening });
  }

  /** Ends the process where the embedded database cannot be had. */
  static async prepare(options: PrimaryProcessOptions): Promise<PrimaryProcess> {
    const { config, logger } = options;
    // So that it does not stop and start with the last and the first of them.
    const held = holdDatabase(config.database, config.server, (error) =>
      logger.error({ err: error }, 'the embedded database was lost'),
    );
    const release = await orExit(logger, held);
    return new PrimaryProcess(config, logger, release, options);
  }

  async start(): Promise<void> {
    this.exportMetrics();
    await this.listenForMetrics();
    this.startWorkers();
  }

  startWorkers(): void {
    this.primary.start();
  }

  /** Sends the metrics of all workers, where the environment asks for that. */
  exportMetrics(): void {
    if (!this.config.telemetry.metrics) return;
    const { app: name, version } = this.server;
    this.export = new MetricsExport(this.primary.metrics, { name, version });
    this.export.onApplicationBootstrap();
  }

  /** Ends the process where the port is taken. Listens nowhere unless the settings say so. */
  async listenForMetrics(): Promise<void> {
    const { server, telemetry } = this.config;
    if (!telemetry.metrics || server.metricsPort === undefined) return;
    this.listener = new MetricsListener(this.primary.metrics);
    const listening = this.listener.listen(server.host, server.metricsPort);
    const port = await orExit(this.logger, listening);
    this.logger.info(`metrics on ${addressUrl(server.host, port)}/metrics`);
  }

  /** @param force aborted: calls that still run are cut off */
  async stop(force: AbortSignal): Promise<void> {
    this.primary.announceStop();
    await preStopDelay(this.config.server.shutdownDelayMs, force);
    await this.primary.stop(force);
    await this.export?.onApplicationShutdown();
    this.listener?.onApplicationShutdown();
    await this.releaseDatabase();
  }

  /** For the end of the grace. */
  kill(): void {
    this.primary.kill();
  }
}
