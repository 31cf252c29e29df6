import { once } from 'node:events';
import type { Server } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';

/** Milliseconds; a start takes less. */
const TIMEOUT_MS = 2_000;

/**
 * Resolves when a server listens, for what would only keep it from that; after a while all the same,
 * lest a start that waits for this never ends.
 *
 * @param failed aborted when it never will; then this rejects
 */
export async function whenListening(server: Server, failed: AbortSignal): Promise<void> {
  const over = new AbortController();
  const signal = AbortSignal.any([failed, over.signal]);
  const listening = once(server, 'listening', { signal });
  const patience = pause(TIMEOUT_MS, undefined, { signal });
  await Promise.race([listening, patience]).finally(() => over.abort());
}
