import { AsyncResource } from 'node:async_hooks';

/** Made when the process starts, so that nothing of a call is in it. */
const outside = new AsyncResource('detached');

/**
 * Runs what outlives the call that begins it, such as a queue that is worked off for all: its log
 * lines and spans are not those of the call.
 */
export function detached<T>(work: () => T): T {
  return outside.runInAsyncScope(work);
}
