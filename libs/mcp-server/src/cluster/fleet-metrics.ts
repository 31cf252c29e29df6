import {
  addUp,
  addUpText,
  growing,
  SnapshotSource,
  takeSnapshot,
  type MetricsFormat,
  type MetricsSnapshot,
} from '@repo/telemetry';
import type { Fleet } from './fleet';
import type { WorkerMessage } from './messages';
import { PrimaryMetrics } from './primary-metrics';
import { PendingRequests } from './pending-requests';
import type { WorkerProcess } from './worker-process';

/** Milliseconds. A scrape waits no longer for one worker. */
const ANSWER_TIMEOUT_MS = 1_000;

/**
 * The metrics of all worker processes and of the primary, added up. Counters never go back: those of
 * a worker that has ended are kept, and for one that does not answer its last ones stand in, without
 * its gauges.
 */
export class FleetMetrics extends SnapshotSource {
  private readonly answers = new PendingRequests<MetricsSnapshot>();
  private readonly own: PrimaryMetrics;
  /** Of workers that have ended. */
  private kept: readonly MetricsSnapshot[] = [];

  constructor(private readonly fleet: Pick<Fleet, 'all' | 'size'>) {
    super();
    this.own = new PrimaryMetrics(fleet);
  }

  async text(format: MetricsFormat): Promise<string> {
    return addUpText(await this.all(), format);
  }

  async snapshot(): Promise<MetricsSnapshot> {
    return addUp(await this.all());
  }

  /** To be shown every message of every worker. */
  receive(worker: WorkerProcess, message: WorkerMessage): void {
    if (message.type !== 'metrics') return;
    worker.metrics = message.metrics;
    if (message.requestId !== undefined) this.answers.settle(message.requestId, message.metrics);
  }

  /** Keeps what a worker that has ended had counted, as far as it is known. */
  keep({ metrics, state }: WorkerProcess): void {
    this.own.ended(state === 'draining' ? 'drained' : 'died');
    this.kept = [...this.kept, growing(metrics)];
    void this.merge(this.kept);
  }

  private async all(): Promise<MetricsSnapshot[]> {
    const answered = new Set<WorkerProcess>();
    const asked = this.fleet.all.filter(({ state }) => state !== 'starting');
    await Promise.all(asked.map((worker) => this.ask(worker, answered)));
    this.own.setUnanswered(asked.length - answered.size);
    const own = await takeSnapshot();
    // From here on at one instant: a worker that ended meanwhile is among the kept, and only there.
    const workers = this.fleet.all.map((worker) =>
      answered.has(worker) ? worker.metrics : growing(worker.metrics),
    );
    return [own, ...this.kept, ...workers];
  }

  private async ask(worker: WorkerProcess, answered: Set<WorkerProcess>): Promise<void> {
    const answer = await this.answers.ask(
      (requestId) => worker.send({ type: 'collect', requestId }),
      ANSWER_TIMEOUT_MS,
    );
    if (answer !== undefined) answered.add(worker);
  }

  /** So that a year of replaced workers takes no more memory than one. */
  private async merge(several: readonly MetricsSnapshot[]): Promise<void> {
    const one = await addUp(several);
    // Another merge may have been faster.
    if (!several.every((snapshot) => this.kept.includes(snapshot))) return;
    this.kept = [one, ...this.kept.filter((snapshot) => !several.includes(snapshot))];
  }
}
