import cluster from 'node:cluster';
import type { Config } from '@repo/config';
import type { ProcessOrder, ProcessSize } from '@repo/scaling';
import type { RootLogger } from '@repo/telemetry';
import type { StartReport } from '../start-report';
import { Fleet } from './fleet';
import { FleetMetrics } from './fleet-metrics';
import type { WorkerMessage } from './messages';
import { sharedSecretVariables } from './shared-secret';
import type { WorkerProcess } from './worker-process';

export interface PrimaryOptions {
  readonly config: Config;
  readonly logger: RootLogger;
  /** The first size. */
  readonly order: Required<ProcessOrder>;
  /** Where the workers listen, if not where the settings say. */
  readonly port?: number;
  /** Told once when the first worker takes connections. */
  readonly onListening: (start: StartReport) => void;
  readonly onGiveUp: (exitCode: number) => void;
}

/** The process that starts the workers, and hands connections on to them. It serves nothing itself. */
export class Primary {
  readonly metrics: FleetMetrics;
  private readonly fleet: Fleet;
  private poolSize: number;
  private url: string | undefined;

  constructor(private readonly options: PrimaryOptions) {
    const { config, logger, onGiveUp, order } = options;
    this.poolSize = order.poolSize;
    this.fleet = new Fleet({
      fork: () => cluster.fork(this.environment()),
      graceMs: config.server.shutdownGraceMs,
      logger,
      onStart: (worker) => worker.onMessage((message) => this.onMessage(worker, message)),
      onEnd: (worker) => this.metrics.keep(worker),
      onChange: () => this.broadcastSize(),
      onGiveUp,
    });
    this.metrics = new FleetMetrics(this.fleet);
  }

  start(): void {
    this.fleet.setDesired(this.options.order.workers);
  }

  /** Has all workers say that they will soon be gone. */
  announceStop(): void {
    for (const worker of this.fleet.all) worker.send({ type: 'unready' });
  }

  /** @param force aborted: calls that still run are cut off */
  stop(force: AbortSignal): Promise<void> {
    return this.fleet.stop(force);
  }

  /** For the end of the grace. */
  kill(): void {
    this.fleet.kill();
  }

  private get size(): ProcessSize {
    return { workers: this.fleet.size, poolSize: this.poolSize };
  }

  private onMessage(worker: WorkerProcess, message: WorkerMessage): void {
    this.metrics.receive(worker, message);
    switch (message.type) {
      case 'listening':
        return this.onListening(message.start);
      case 'fatal':
        worker.fatalMessage = message.text;
        return;
      case 'order':
        this.applyOrder(message.order);
        return worker.send({ type: 'size', size: this.size, requestId: message.requestId });
      case 'ask-metrics':
        return void this.answerMetrics(worker, message);
    }
  }

  private onListening(start: StartReport): void {
    // Another one only when port 0 was asked for and all workers were gone at once.
    if (this.url !== start.url) this.options.onListening(start);
    this.url = start.url;
  }

  private applyOrder({ workers, poolSize = this.poolSize }: ProcessOrder): void {
    const before = this.size;
    if (workers === before.workers.desired && poolSize === before.poolSize) return;
    this.options.logger.info({ workers, poolSize }, 'the processes are ordered to another size');
    this.poolSize = poolSize;
    this.fleet.setDesired(workers);
    this.broadcastSize();
  }

  private broadcastSize(): void {
    const { size } = this;
    for (const worker of this.fleet.all) worker.send({ type: 'size', size });
  }

  private async answerMetrics(
    worker: WorkerProcess,
    { format, requestId }: Extract<WorkerMessage, { type: 'ask-metrics' }>,
  ): Promise<void> {
    const text = await this.metrics.text(format).catch((error: unknown) => {
      this.options.logger.error({ err: error }, 'the metrics cannot be added up');
      return undefined;
    });
    worker.send({ type: 'all-metrics', requestId, ...(text === undefined ? {} : { text }) });
  }

  /** Of a new worker: what differs from this process's own. */
  private environment(): Record<string, string> {
    const { config, order, port } = this.options;
    return {
      ...sharedSecretVariables(),
      // From it each sees that it is not alone, however many there happen to be.
      WORKERS: String(Math.max(2, config.server.workers, order.workers)),
      DATABASE_POOL_SIZE: String(this.poolSize),
      ...(port === undefined ? {} : { PORT: String(port) }),
    };
  }
}
