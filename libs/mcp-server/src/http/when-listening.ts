import { once } from 'node:events';
import type { Server } from 'node:http';
import { withTimeout } from '@repo/foundation';

/** Milliseconds; a start takes less. */
const TIMEOUT_MS = 2_000;

/**
 * Resolves when a server listens, for what would only keep it from that; after a while all the same,
 * lest a start that waits for this never ends.
 *
 * @param failed aborted when it never will; then this rejects
 */
export async function whenListening(server: Server, failed: AbortSignal): Promise<void> {
  const listening = once(server, 'listening', { signal: failed });
  await withTimeout(TIMEOUT_MS, listening, () => undefined);
}
