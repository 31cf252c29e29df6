import { GracefulStop, type StopOptions } from './graceful-stop';

/** SIGHUP: a terminal was closed, or a dev server that started this process has ended. */
const SIGNALS = ['SIGTERM', 'SIGINT', 'SIGHUP'] as const;

/**
 * Milliseconds. Ctrl-C reaches a whole group of processes, of which a parent then sends a signal of
 * its own: that is one wish to stop, not two.
 */
const ONE_WISH_MS = 250;

/** Ends the process in good order when it is told to; a second signal forces it. */
export function stopOnSignals(options: StopOptions): GracefulStop {
  const stopping = new GracefulStop(options);
  let firstAt = 0;
  const onSignal = (signal: NodeJS.Signals): void => {
    if (!stopping.isUnderWay) {
      firstAt = performance.now();
      stopping.begin(signal);
    } else if (performance.now() - firstAt > ONE_WISH_MS) {
      stopping.force(`${signal} again`);
    }
  };
  for (const signal of SIGNALS) process.on(signal, onSignal);
  return stopping;
}
