import { setFlagsFromString } from 'node:v8';

/**
 * Lets the old space of the heap grow by 60 % between two full collections. By itself V8 decides by
 * how quickly memory is taken on average, which of a server is little: it lets the heap grow by 10 %,
 * and when large bodies come in stops every call for a collection every other second. The soak of
 * docs/security.md measures it. What a process may take at most (`--max-old-space-size`) stays.
 */
export function collectLessOften(): void {
  setFlagsFromString('--heap-growing-percent=60');
}
