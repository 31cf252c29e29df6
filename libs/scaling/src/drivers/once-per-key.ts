/**
 * Makes one thing a key, such as a client a region, at its first use. What could not be made is tried
 * anew at the next: credentials or a file may have come meanwhile.
 */
export function oncePerKey<K, V>(make: (key: K) => Promise<V>): (key: K) => Promise<V> {
  const made = new Map<K, Promise<V>>();
  return (key) => {
    const found = made.get(key);
    if (found !== undefined) return found;
    const value = make(key);
    made.set(key, value);
    value.catch(() => made.delete(key));
    return value;
  };
}
