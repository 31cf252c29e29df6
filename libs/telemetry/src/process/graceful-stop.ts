import type { RootLogger } from '../logging/create-logger';

export interface StopOptions {
  /** @param force aborted when what still runs is to be cut off */
  readonly stop: (force: AbortSignal) => Promise<void>;
  /** Milliseconds after which the process ends whatever is left. */
  readonly graceMs: number;
  readonly logger: RootLogger;
  /** Called when the grace is over, right before the end. */
  readonly abandon?: () => void;
}

/** Ends the process in good order: with 0, or with 1 when that took too long. */
export class GracefulStop {
  private readonly forced = new AbortController();
  private begun = false;

  constructor(private readonly options: StopOptions) {}

  get isUnderWay(): boolean {
    return this.begun;
  }

  /**
   * Does nothing when it was begun before.
   *
   * @param why the first words of the line that is logged
   */
  begin(why: string): void {
    if (this.begun) return;
    const { graceMs, logger } = this.options;
    logger.info(`${why}: finishing what is under way, for ${graceMs / 1_000} s at most`);
    this.end(0);
  }

  /** The same for a process that has said why it ends. */
  end(exitCode: number): void {
    if (this.begun) return;
    this.begun = true;
    const { stop, graceMs, logger } = this.options;
    setTimeout(() => this.giveUp(), graceMs);
    stop(this.forced.signal).then(
      () => process.exit(exitCode),
      (error: unknown) => {
        logger.fatal({ err: error }, 'stopping failed');
        process.exit(1);
      },
    );
  }

  force(why: string): void {
    this.options.logger.warn(`${why}: calls that still run are cut off`);
    this.forced.abort();
  }

  private giveUp(): never {
    this.options.logger.error('not finished within SHUTDOWN_GRACE: the process ends now');
    this.options.abandon?.();
    process.exit(1);
  }
}
