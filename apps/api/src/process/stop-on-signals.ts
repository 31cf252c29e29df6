import type { RootLogger } from '@acme/telemetry';

/** SIGHUP: a terminal was closed, or a dev server that started this process has ended. */
const SIGNALS = ['SIGTERM', 'SIGINT', 'SIGHUP'] as const;

export interface StopOptions {
  /** @param hurry aborted by a second signal */
  readonly stop: (hurry: AbortSignal) => Promise<void>;
  /** Milliseconds after which the process ends whatever is left. */
  readonly graceMs: number;
  readonly logger: RootLogger;
}

/** Ends the process in good order when it is told to: with 0, or with 1 when that took too long. */
export function stopOnSignals({ stop, graceMs, logger }: StopOptions): void {
  const hurry = new AbortController();
  let stopping = false;

  const onSignal = (signal: NodeJS.Signals): void => {
    if (stopping) {
      logger.warn(`${signal} again: calls that still run are cut off`);
      return hurry.abort();
    }
    stopping = true;
    logger.info(`${signal}: finishing what is under way, for ${graceMs / 1_000} s at most`);
    setTimeout(() => giveUp(logger), graceMs);
    stop(hurry.signal).then(
      () => process.exit(0),
      (error: unknown) => {
        logger.fatal({ err: error }, 'stopping failed');
        process.exit(1);
      },
    );
  };
  for (const signal of SIGNALS) process.on(signal, onSignal);
}

function giveUp(logger: RootLogger): never {
  logger.error('not finished within SHUTDOWN_GRACE: the process ends now');
  process.exit(1);
}
