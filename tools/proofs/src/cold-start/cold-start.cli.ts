import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { workspaceRoot } from '@repo/platform/src/workspace-root';
import { functionBundle } from '@repo/serverless/build';
import { build } from 'esbuild';
import { firstAnswer } from './first-answer';

/** Of the platform's time to that of a bare handler; the bench fails above. */
const MAX = 1.5;
const ROUNDS = Number(process.env['ROUNDS'] ?? 21);
const BARE_FOLDER = join(workspaceRoot, 'tools/proofs/dist/cold-start');

const contenders = {
  function: join(workspaceRoot, 'apps/serverless/dist/aws-lambda/main.js'),
  bare: join(BARE_FOLDER, 'main.js'),
};

/** Compares cold starts, in rounds that alternate so that both see the same machine. */
async function main(): Promise<void> {
  await buildBareHandler();
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
  await rm(BARE_FOLDER, { recursive: true });
  if (ratio > MAX) process.exitCode = 1;
}

/** Bundled as the functions are, but in one file: the SDK, which some of them load late, is all it has. */
async function buildBareHandler(): Promise<void> {
  const options = functionBundle(join(__dirname, 'bare.mjs'), BARE_FOLDER);
  const plugins = options.plugins?.filter(({ name }) => name !== 'late-packages');
  await build({ ...options, plugins, logLevel: 'error' });
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)]!;
}

void main();
