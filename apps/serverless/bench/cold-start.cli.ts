import { build } from 'esbuild';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { functionBundle } from '../build/function-bundle';
import { firstAnswer } from './first-answer';

/** Of the platform's time to that of a bare handler; the bench fails above. */
const MAX = 1.5;
const ROUNDS = Number(process.env['ROUNDS'] ?? 21);
const ROOT = join(__dirname, '..');

const contenders = {
  function: join(ROOT, 'dist/aws-lambda/main.js'),
  bare: join(ROOT, 'dist/bench/bare/main.js'),
};

/** Compares cold starts, in rounds that alternate so that both see the same machine. */
async function main(): Promise<void> {
  await build({ ...functionBundle('bench/bare.mjs', 'dist/bench/bare'), logLevel: 'error' });
  const times = { function: [] as number[], bare: [] as number[] };
  for (let round = 0; round <= ROUNDS; round += 1) {
    for (const name of ['function', 'bare'] as const) {
      const ms = await firstAnswer(contenders[name]);
      // The first round fills the caches of the file system.
      if (round > 0) times[name].push(ms);
    }
  }
  const ratios = times.function.map((ms, round) => ms / times.bare[round]!);
  const ratio = median(ratios);
  console.log(`fresh process to the answer of the first tools/call, medians of ${ROUNDS} rounds:`);
  console.log(`function ${median(times.function).toFixed(0)} ms`);
  console.log(`bare handler of the SDK ${median(times.bare).toFixed(0)} ms`);
  console.log(`ratio ${ratio.toFixed(2)} (at most ${MAX})`);
  await rm(join(ROOT, 'dist/bench'), { recursive: true });
  if (ratio > MAX) process.exitCode = 1;
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)]!;
}

void main();
