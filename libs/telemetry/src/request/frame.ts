import { AsyncLocalStorage } from 'node:async_hooks';
import type { Context } from '@opentelemetry/api';

/**
 * What code finds of the request in which it runs, for its log lines and its spans. One for both, as
 * each storage of its own would cost every promise of the process.
 */
export interface Frame {
  /** A `LogContext`; by its type the two files would import each other. */
  readonly log?: object | undefined;
  readonly otel?: Context | undefined;
}

const frames = new AsyncLocalStorage<Frame>();

export function currentFrame(): Frame | undefined {
  return frames.getStore();
}

export function runIn<T>(frame: Frame, work: () => T): T {
  return frames.run(frame, work);
}
