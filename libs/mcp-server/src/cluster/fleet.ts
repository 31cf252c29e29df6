import type { Worker } from 'node:cluster';
import type { RootLogger } from '@repo/telemetry';
import { nextStep } from './next-step';
import { RestartPolicy } from './restart-policy';
import { exitText, WorkerProcess, type WorkerExit } from './worker-process';

export interface FleetOptions {
  /** Starts a worker process. */
  readonly fork: () => Worker;
  /** Milliseconds in which a worker that drains must have ended. */
  readonly graceMs: number;
  readonly logger: RootLogger;
  /** Told of each worker that was started, before it has said anything. */
  readonly onStart: (worker: WorkerProcess) => void;
  /** Told of each that has ended, whatever the reason. */
  readonly onEnd: (worker: WorkerProcess) => void;
  /** Told when the number of those that are wanted, or ready, has changed. */
  readonly onChange: () => void;
  /** Told when workers die again and again, or the first did not come up. */
  readonly onGiveUp: (exitCode: number) => void;
}

/** Sees to it that as many worker processes serve as should. */
export class Fleet {
  private readonly workers = new Map<number, WorkerProcess>();
  private readonly policy = new RestartPolicy();
  private desired = 0;
  private everReady = false;
  private everFull = false;
  private stopped = false;
  private pause: NodeJS.Timeout | undefined;

  constructor(private readonly options: FleetOptions) {}

  get size(): { readonly desired: number; readonly ready: number } {
    return { desired: this.desired, ready: this.inState('ready').length };
  }

  get all(): readonly WorkerProcess[] {
    return [...this.workers.values()];
  }

  /** Takes effect step by step: see `nextStep`. */
  setDesired(workers: number): void {
    if (workers === this.desired || this.stopped) return;
    this.desired = workers;
    this.change();
  }

  /** Drains all, and resolves when the last has ended. */
  async stop(force: AbortSignal): Promise<void> {
    this.stopped = true;
    clearTimeout(this.pause);
    for (const worker of this.all) worker.drain(this.options.graceMs);
    const forceAll = () => this.all.forEach((worker) => worker.send({ type: 'force' }));
    if (force.aborted) forceAll();
    force.addEventListener('abort', forceAll, { once: true });
    while (this.workers.size > 0) await new Promise<void>((resolve) => (this.onEnded = resolve));
  }

  /** For the end of the grace. */
  kill(): void {
    for (const worker of this.all) worker.kill();
  }

  private onEnded = (): void => undefined;

  private inState(state: WorkerProcess['state']): readonly WorkerProcess[] {
    return this.all.filter((worker) => worker.state === state);
  }

  private change(): void {
    this.options.onChange();
    this.reconcile();
  }

  private reconcile(): void {
    for (;;) {
      const step = this.stopped ? undefined : this.nextStep();
      if (step === undefined || (step === 'start' && this.pause !== undefined)) return;
      if (step === 'start') this.start();
      else this.drainOne();
    }
  }

  private nextStep() {
    const [starting, ready, draining] = (['starting', 'ready', 'draining'] as const).map(
      (state) => this.inState(state).length,
    ) as [number, number, number];
    const { desired, everReady, everFull } = this;
    return nextStep({ desired, starting, ready, draining, everReady, everFull });
  }

  private start(): void {
    const worker = new WorkerProcess(this.options.fork());
    this.workers.set(worker.id, worker);
    worker.onMessage(({ type }) => {
      if (type === 'listening') this.onListening(worker);
      if (type === 'draining') this.onDraining(worker);
    });
    worker.onExit((exit) => this.onExit(worker, exit));
    this.options.onStart(worker);
  }

  /** The youngest: of those the least is lost. */
  private drainOne(): void {
    const worker = this.inState('starting').at(-1) ?? this.inState('ready').at(-1);
    worker?.drain(this.options.graceMs);
    this.options.onChange();
  }

  private onListening(worker: WorkerProcess): void {
    if (worker.state !== 'starting') return;
    worker.state = 'ready';
    this.everReady = true;
    const { desired, ready } = this.size;
    if (ready >= desired) this.everFull = true;
    this.options.logger.info(`${ready} of ${desired} workers are ready`);
    this.change();
  }

  /** Told to stop by somebody else, so that another must take its place. */
  private onDraining(worker: WorkerProcess): void {
    if (worker.state === 'draining') return;
    worker.drain(this.options.graceMs);
    this.change();
  }

  private onExit(worker: WorkerProcess, exit: WorkerExit): void {
    if (!this.workers.delete(worker.id)) return;
    this.options.onEnd(worker);
    if (worker.state !== 'draining') this.onUnexpectedExit(worker, exit);
    else this.options.logger.info({ worker: worker.id }, `the worker has ended: ${exitText(exit)}`);
    this.onEnded();
    if (!this.stopped) this.change();
  }

  private onUnexpectedExit({ id, uptimeMs, fatalMessage }: WorkerProcess, exit: WorkerExit): void {
    if (this.stopped) return;
    const { logger } = this.options;
    const facts = { worker: id, exit: exitText(exit), fatalMessage };
    const delayMs = this.restartDelay(uptimeMs);
    if (delayMs !== undefined) {
      logger.error(facts, `a worker has died: another starts in ${delayMs} ms`);
      return this.pauseStarts(delayMs);
    }
    if (this.everReady) logger.fatal(facts, 'workers die again and again: the api ends');
    // What it has said of it itself is not repeated.
    else if (fatalMessage === undefined) logger.fatal(facts, 'the first worker did not come up');
    this.giveUp(exit);
  }

  private restartDelay(uptimeMs: number): number | undefined {
    if (!this.everReady) return undefined;
    return this.policy.delayAfterExit(uptimeMs, performance.now(), this.desired);
  }

  private giveUp({ code }: WorkerExit): void {
    this.stopped = true;
    // A signal has no code, and 0 would tell that all is well.
    this.options.onGiveUp(code || 1);
  }

  private pauseStarts(delayMs: number): void {
    clearTimeout(this.pause);
    this.pause = setTimeout(() => {
      this.pause = undefined;
      this.reconcile();
    }, delayMs);
  }
}
