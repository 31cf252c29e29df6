interface Entry<Value> {
  value: Value;
  /** Whether it was asked for since it was last passed over. */
  used: boolean;
}

/**
 * A map of bounded size: what nobody asks for makes room for what is new. It gives a second chance
 * (the clock algorithm) rather than keep the exact order of use, which would write at each read.
 *
 * Written here because the root of the workspace holds an old `lru-cache`, which a bundled app would
 * get instead of a new one.
 */
export class BoundedMap<Key, Value> {
  private readonly entries = new Map<Key, Entry<Value>>();
  private hand = this.entries.entries();

  constructor(private readonly limit: number) {}

  get size(): number {
    return this.entries.size;
  }

  get(key: Key): Value | undefined {
    const entry = this.entries.get(key);
    if (entry === undefined) return undefined;
    entry.used = true;
    return entry.value;
  }

  set(key: Key, value: Value): void {
    this.entries.delete(key);
    if (this.entries.size >= this.limit) this.makeRoom();
    this.entries.set(key, { value, used: false });
  }

  delete(key: Key): void {
    this.entries.delete(key);
  }

  /**
   * Goes round the entries: ends, for who was passed over once is unused the second time. The hand
   * stays where it is between two calls. From the start each time it would walk over the gaps that
   * deleted entries leave in a `Map`, and a flood of new keys would cost a hundred times as much.
   */
  private makeRoom(): void {
    for (;;) {
      const { value, done } = this.hand.next();
      if (done) {
        this.hand = this.entries.entries();
        continue;
      }
      const [key, entry] = value;
      if (!entry.used) {
        this.entries.delete(key);
        return;
      }
      entry.used = false;
    }
  }
}
