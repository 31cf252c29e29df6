import type { Worker } from 'node:cluster';
import type { MetricsSnapshot } from '@repo/telemetry';
import type { PrimaryMessage, WorkerMessage } from './messages';

/** Milliseconds after its grace. */
const KILL_DELAY_MS = 1_000;

/** How a process ended. */
export interface WorkerExit {
  /** Null when a signal ended it. */
  readonly code: number | null;
  readonly signal: string | null;
}

/** One worker process, as the primary sees it. */
export class WorkerProcess {
  state: 'starting' | 'ready' | 'draining' = 'starting';
  /** What it last told of its metrics. */
  metrics: MetricsSnapshot = [];
  /** The last line of level `fatal` that it logged. */
  fatalMessage: string | undefined;
  readonly startedAt = performance.now();

  constructor(private readonly worker: Worker) {}

  get id(): number {
    return this.worker.id;
  }

  get uptimeMs(): number {
    return performance.now() - this.startedAt;
  }

  onMessage(listener: (message: WorkerMessage) => void): void {
    this.worker.on('message', listener);
  }

  /** Called once, after its last message, and also for one that the system did not let start. */
  onExit(listener: (exit: WorkerExit) => void): void {
    const { worker } = this;
    worker.once('exit', (code: number | null, signal: string | null) => {
      const send = () => listener({ code, signal });
      if (!worker.isConnected()) return send();
      // What it said last may still be on its way.
      worker.process.once('disconnect', send);
    });
    worker.on('error', (error: Error) => {
      this.fatalMessage ??= error.message;
      if (worker.process.pid === undefined) listener({ code: 1, signal: null });
    });
  }

  /** To one that is about to end it says nothing. */
  send(message: PrimaryMessage): void {
    if (this.worker.isConnected()) this.worker.send(message, () => undefined);
  }

  /** Lets it finish what it has. It watches its grace itself; a stuck one is killed soon after. */
  drain(graceMs: number): void {
    if (this.state === 'draining') return;
    this.state = 'draining';
    this.send({ type: 'stop' });
    const tooLate = setTimeout(() => this.kill(), graceMs + KILL_DELAY_MS);
    this.worker.once('exit', () => clearTimeout(tooLate));
  }

  kill(): void {
    this.worker.process.kill('SIGKILL');
  }
}

/** For a log line. */
export function exitText({ code, signal }: WorkerExit): string {
  return signal === null ? `exit code ${code}` : signal;
}
