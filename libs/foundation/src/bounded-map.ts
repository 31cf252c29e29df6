import { LRUCache } from 'lru-cache';

/** A map of bounded size: the least recently used entry makes room for what is new. */
export class BoundedMap<
  Key extends NonNullable<unknown>,
  Value extends NonNullable<unknown>,
> extends LRUCache<Key, Value> {
  /** @param maxEntries none is allocated before it is needed, as the option `max` would */
  constructor(maxEntries: number) {
    super({ maxSize: maxEntries, sizeCalculation: () => 1 });
  }
}
