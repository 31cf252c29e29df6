/** How many worker processes there are, and should be. */
export interface FleetCounts {
  readonly desired: number;
  readonly starting: number;
  readonly ready: number;
  readonly draining: number;
  /** Whether one has ever taken connections: then settings, address and database are right. */
  readonly everReady: boolean;
  /** Whether as many as were wanted at the start have been there at once. */
  readonly everFull: boolean;
}

/**
 * What brings the number of workers nearer to the desired one.
 *
 * The first starts alone: what is wrong with the environment is then said once, and migrations run
 * once. The others of the start follow at once, and whatever comes later one at a time, so that
 * neither a start nor a drain is felt by those that serve.
 */
export function nextStep(counts: FleetCounts): 'start' | 'drain' | undefined {
  const { desired, starting, ready, draining, everReady, everFull } = counts;
  const staying = starting + ready;
  if (staying < desired) {
    const together = everReady && !everFull;
    return starting === 0 || together ? 'start' : undefined;
  }
  return staying > desired && draining === 0 ? 'drain' : undefined;
}
