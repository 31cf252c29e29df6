import { randomUUID } from 'node:crypto';
import type { RootLogger } from '../logging/create-logger';
import type { FaultSink } from '../sentry/fault-sink';

let sink: FaultSink | undefined;

/** Has what nobody caught reported too, from now on. @param to undefined: no longer */
export function reportUncaught(to: FaultSink | undefined): void {
  sink = to;
}

/**
 * Logs what nobody caught. After an exception nothing is known of the state of the process, so it
 * ends, where faults are reported as soon as that is done, at the latest after the two seconds of a
 * flush; a promise that was rejected unseen left its caller without an answer, not the others.
 */
export function logUncaught(logger: RootLogger): void {
  let isEnding = false;
  process.on('uncaughtException', (cause) => {
    const reference = randomUUID();
    logger.fatal({ err: cause, reference }, 'uncaught exception');
    // A second one does not wait for the report of the first.
    if (sink === undefined || isEnding) process.exit(1);
    isEnding = true;
    sink.report({ cause, method: 'uncaughtException', reference });
    void sink.flush().finally(() => process.exit(1));
  });
  process.on('unhandledRejection', (cause) => {
    const reference = randomUUID();
    logger.fatal({ err: cause, reference }, 'unhandled rejection');
    sink?.report({ cause, method: 'unhandledRejection', reference });
  });
}
