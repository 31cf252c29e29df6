import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { workspaceRoot } from '@repo/platform/src/workspace-root';
import { format, resolveConfig } from 'prettier';
import { replaceSection } from '../api-benchmark/report/section';
import { fuzzOnce, type FuzzResult } from './fuzz';
import { fuzzReport } from './report';

/**
 * Runs the deploy program against platforms that have a bad day: `nx deploy-fuzz proofs`. Writes
 * what came of it into docs/deploy/verification.md, unless told the number of runs or a seed.
 */
async function main(): Promise<void> {
  const { values } = parseArgs({
    options: { runs: { type: 'string' }, seed: { type: 'string' } },
  });
  const [runs, firstSeed] = [Number(values.runs ?? 500), Number(values.seed ?? 1)];
  // The pauses between attempts of AWS's client are a random part of a second or more.
  Math.random = () => 0;
  const results: FuzzResult[] = [];
  for (let seed = firstSeed; seed < firstSeed + runs; seed++) {
    const result = await fuzzOnce(seed % 2 === 0 ? 'ecs' : 'kubernetes', seed);
    results.push(result);
    for (const violation of result.violations) {
      console.error(`seed ${seed} (${result.platform}, ${result.outcome}): ${violation}`);
      process.exitCode = 1;
    }
  }
  const report = fuzzReport(results, firstSeed);
  console.log(report);
  if (values.runs === undefined && values.seed === undefined) await write(report);
}

async function write(report: string): Promise<void> {
  const file = join(workspaceRoot, 'docs/deploy/verification.md');
  const document = replaceSection(readFileSync(file, 'utf8'), 'deploy-fuzz', report);
  writeFileSync(file, await format(document, { ...(await resolveConfig(file)), filepath: file }));
}

void main();
