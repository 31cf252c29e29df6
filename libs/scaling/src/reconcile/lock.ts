/**
 * One change at a time for each target, over all processes that reconcile. An implementation must
 * not wait: whoever comes second has nothing to do. A holder that dies must lose the lock by itself.
 */
export interface TargetLock {
  /** Runs `work` alone, or answers `busy` without running it. */
  tryRun<T>(target: string, work: () => Promise<T>): Promise<{ done: T } | 'busy'>;
}

/** For one process. More of them need a lock that they share, such as PostgreSQL's advisory locks. */
export class LocalLock implements TargetLock {
  private readonly held = new Set<string>();

  async tryRun<T>(target: string, work: () => Promise<T>): Promise<{ done: T } | 'busy'> {
    if (this.held.has(target)) return 'busy';
    this.held.add(target);
    try {
      return { done: await work() };
    } finally {
      this.held.delete(target);
    }
  }
}
