import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { FixtureHost } from '@repo/api-e2e';

/** What a host needs in `NODE_OPTIONS` for `heldMemory`. */
export const MEASURABLE = `--require ${join(__dirname, 'collect-garbage.cjs')}`;

/** Looks at the metrics, and the milliseconds between them: garbage is collected by and by. */
const LOOKS = 5;
const BETWEEN_MS = 100;

/** The bytes that a host holds, in its heap and for buffers, without its garbage. */
export async function heldMemory({ process: { pid }, url }: FixtureHost): Promise<number> {
  let least = Infinity;
  for (let look = 0; look < LOOKS; look += 1) {
    process.kill(pid ?? 0, 'SIGUSR2');
    await pause(BETWEEN_MS);
    const metrics = await (await fetch(new URL('/metrics', url))).text();
    const value = (name: string) =>
      Number(new RegExp(`^${name} (\\S+)`, 'm').exec(metrics)?.[1] ?? NaN);
    const held = value('nodejs_heap_size_used_bytes') + value('nodejs_external_memory_bytes');
    least = Math.min(least, held);
  }
  return least;
}
