/** Sign-ins that wait, of all keys together. */
const MAX_WAITING = 1_000;

/** Sign-ins whose credential is being judged, and those that wait for the verdicts; by key. */
export class PendingSignIns {
  private readonly judged = new Map<string, number>();
  private readonly waiting = new Map<string, (() => void)[]>();
  private waiters = 0;

  /** Keys of which one is being judged. */
  get size(): number {
    return this.judged.size;
  }

  of(key: string): number {
    return this.judged.get(key) ?? 0;
  }

  begin(key: string): void {
    this.judged.set(key, this.of(key) + 1);
  }

  end(key: string): void {
    const left = this.of(key) - 1;
    if (left > 0) this.judged.set(key, left);
    else this.judged.delete(key);
  }

  /** Waits until `wake`. @returns undefined where too many wait already */
  wait(key: string): Promise<void> | undefined {
    if (this.waiters >= MAX_WAITING) return undefined;
    this.waiters += 1;
    return new Promise((resolve) => {
      const others = this.waiting.get(key);
      if (others === undefined) this.waiting.set(key, [resolve]);
      else others.push(resolve);
    });
  }

  /** Lets those who have waited longest try again. @param count how many at most */
  wake(key: string, count: number): void {
    const waiting = this.waiting.get(key);
    if (waiting === undefined || count <= 0) return;
    const woken = waiting.splice(0, count);
    if (waiting.length === 0) this.waiting.delete(key);
    this.waiters -= woken.length;
    for (const resolve of woken) resolve();
  }
}
