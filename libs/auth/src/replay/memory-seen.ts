import type { Clock } from '@repo/foundation';
import { UnverifiableError } from '../authentication/unverifiable.error';
import type { SeenStore } from './seen-store';

/** Keys at a time; each takes some 150 bytes. */
const MAX_KEYS = 100_000;
/** Milliseconds between two sweeps: each looks at all keys. */
const SWEEP_MS = 1_000;

/** In this process alone. What it has no room for it does not take for new. */
export class MemorySeen implements SeenStore {
  private readonly ends = new Map<string, number>();
  private sweptAt = 0;

  constructor(
    private readonly clock: Clock,
    private readonly maxKeys = MAX_KEYS,
  ) {}

  async add(key: string, endsAt: number): Promise<boolean> {
    const now = this.clock.now();
    if ((this.ends.get(key) ?? 0) > now) return false;
    if (this.ends.size >= this.maxKeys) this.sweep(now);
    if (this.ends.size >= this.maxKeys) throw new UnverifiableError();
    this.ends.set(key, endsAt);
    return true;
  }

  private sweep(now: number): void {
    if (now - this.sweptAt < SWEEP_MS) return;
    this.sweptAt = now;
    for (const [key, end] of this.ends) if (end <= now) this.ends.delete(key);
  }
}
