/**
 * Waits for a result, but no longer than until the signal is aborted: an answer that never comes
 * holds nobody up.
 *
 * @throws the signal's reason
 */
export async function abortable<T>(signal: AbortSignal, run: () => Promise<T>): Promise<T> {
  signal.throwIfAborted();
  const over = new AbortController();
  const aborted = new Promise<never>((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason as Error), { signal: over.signal });
  });
  try {
    return await Promise.race([run(), aborted]);
  } finally {
    over.abort();
  }
}

/** Aborted after a time, or with another signal. */
export function limited(ms: number, signal?: AbortSignal): AbortSignal {
  const limit = AbortSignal.timeout(ms);
  return signal === undefined ? limit : AbortSignal.any([limit, signal]);
}
