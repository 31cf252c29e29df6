/**
 * Permits of which each key has the same number. It keeps what is held and nothing of others, so
 * whoever bounds the permits that are held in all bounds its memory.
 */
export class KeyedSemaphore {
  private readonly held = new Map<string, number>();
  private acquired = 0;

  /** @param permits of each key */
  constructor(readonly permits: number) {}

  /** Those that are held in all. */
  get size(): number {
    return this.acquired;
  }

  /** Those that are held of one key. */
  heldBy(key: string): number {
    return this.held.get(key) ?? 0;
  }

  /** @returns whether so many were free; the caller then has to `release` them */
  tryAcquire(key: string, count = 1): boolean {
    const held = this.heldBy(key) + count;
    if (held > this.permits) return false;
    this.held.set(key, held);
    this.acquired += count;
    return true;
  }

  release(key: string, count = 1): void {
    const left = this.heldBy(key) - count;
    if (left > 0) this.held.set(key, left);
    else this.held.delete(key);
    this.acquired -= count;
  }
}
