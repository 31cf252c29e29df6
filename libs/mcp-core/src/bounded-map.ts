/**
 * A map of bounded size: what was not used for longest makes room for what is new. Written here
 * because the root of the workspace already holds an old `lru-cache`, which a bundled app would get.
 */
export class BoundedMap<Key, Value> {
  /** In the order of their last use. */
  private readonly entries = new Map<Key, Value>();

  constructor(private readonly limit: number) {}

  get size(): number {
    return this.entries.size;
  }

  get(key: Key): Value | undefined {
    const value = this.entries.get(key);
    if (value === undefined) return undefined;
    this.entries.delete(key);
    this.entries.set(key, value);
    return value;
  }

  set(key: Key, value: Value): void {
    this.entries.delete(key);
    this.entries.set(key, value);
    if (this.entries.size <= this.limit) return;
    const { value: oldest } = this.entries.keys().next();
    this.entries.delete(oldest as Key);
  }

  delete(key: Key): void {
    this.entries.delete(key);
  }

  clear(): void {
    this.entries.clear();
  }
}
