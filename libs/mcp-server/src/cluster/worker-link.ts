import cluster from 'node:cluster';
import type { Config } from '@repo/config';
import type { ProcessOrder, ProcessSize } from '@repo/scaling';
import { MetricsSource, takeSnapshot, type MetricsFormat } from '@repo/telemetry';
import type { StartReport } from '../start-report';
import { maxWorkers } from './max-workers';
import type { PrimaryMessage, WorkerMessage } from './messages';
import type { ProcessControl } from './process-control';
import { PendingRequests } from './pending-requests';

/** Milliseconds. The primary has little to do; it asks the workers for a second at most. */
const ANSWER_TIMEOUT_MS = 5_000;

/** Milliseconds between reports of the metrics: what is counted after the last dies with SIGKILL. */
const REPORT_INTERVAL_MS = 2_000;

export interface WorkerOrders {
  readonly unready: () => void;
  readonly stop: () => void;
  readonly force: () => void;
  readonly resizePool: (max: number) => Promise<void>;
}

/** The connection of a worker process to its primary. */
export class WorkerLink extends MetricsSource implements ProcessControl {
  readonly maxWorkers: number;
  private known: ProcessSize;
  private readonly sizes = new PendingRequests<ProcessSize>();
  private readonly texts = new PendingRequests<string>();

  constructor(
    { server, database, telemetry }: Config,
    private readonly orders: WorkerOrders,
  ) {
    super();
    this.maxWorkers = maxWorkers(server);
    const { poolSize } = database;
    this.known = { workers: { desired: server.workers, ready: 0 }, poolSize };
    process.on('message', (message: PrimaryMessage) => this.onMessage(message));
    // Node would end the process at once; what is under way is finished first.
    if (cluster.worker !== undefined) cluster.worker.exitedAfterDisconnect = true;
    process.once('disconnect', orders.stop);
    if (telemetry.metrics) setInterval(() => void this.report(), REPORT_INTERVAL_MS).unref();
  }

  get size(): ProcessSize {
    return this.known;
  }

  async order(order: ProcessOrder): Promise<ProcessSize> {
    return answered(
      await this.sizes.ask(
        (requestId) => this.send({ type: 'order', order, requestId }),
        ANSWER_TIMEOUT_MS,
      ),
    );
  }

  /** The metrics of all workers. */
  async text(format: MetricsFormat): Promise<string> {
    return answered(
      await this.texts.ask(
        (requestId) => this.send({ type: 'ask-metrics', format, requestId }),
        ANSWER_TIMEOUT_MS,
      ),
    );
  }

  listening(start: StartReport): void {
    this.send({ type: 'listening', start });
  }

  draining(): void {
    this.send({ type: 'draining' });
  }

  /** @param line of the log, as JSON */
  readonly reportFatal = (line: string): void => {
    const { msg, err } = JSON.parse(line) as { msg?: string; err?: { message?: string } };
    this.send({ type: 'fatal', text: [msg, err?.message].filter(Boolean).join(': ') });
  };

  /** @returns when the primary has them, or is gone */
  async report(requestId?: number): Promise<void> {
    const metrics = await takeSnapshot();
    const asked = requestId === undefined ? {} : { requestId };
    await new Promise<void>((done) => this.send({ type: 'metrics', metrics, ...asked }, done));
  }

  private onMessage(message: PrimaryMessage): void {
    switch (message.type) {
      case 'size':
        return this.resize(message.size, message.requestId);
      case 'collect':
        return void this.report(message.requestId);
      case 'all-metrics':
        return this.texts.settle(message.requestId, message.text);
      case 'unready':
        return this.orders.unready();
      case 'stop':
        return this.orders.stop();
      case 'force':
        return this.orders.force();
    }
  }

  private resize(size: ProcessSize, requestId?: number): void {
    const { poolSize } = size;
    if (poolSize !== undefined && poolSize !== this.known.poolSize) {
      void this.orders.resizePool(poolSize);
    }
    this.known = size;
    if (requestId !== undefined) this.sizes.settle(requestId, size);
  }

  private send(message: WorkerMessage, done: () => void = () => undefined): void {
    if (process.send === undefined || !process.connected) return done();
    process.send(message, undefined, undefined, done);
  }
}

function answered<T>(answer: T | undefined): T {
  if (answer === undefined) throw new Error('The primary process does not answer.');
  return answer;
}
