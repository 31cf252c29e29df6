import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { workspaceRoot } from '@repo/platform/src/workspace-root';
import { writeSections } from '../api-benchmark/report/document';
import { runProgram } from '../api-benchmark/run-program';
import { Random } from '../deploy-fuzz/random';
import type { Finding } from './finding';
import { Meter } from './meter';
import { BAR_MS, isDearOnPurpose, searchReport, TIMES } from './report';
import { Search } from './search';
import { openSession, startSearchedApi } from './searched-api';

const REQUESTS = 100_000;
const SHOWN = 10;
const SENDS = 100;
const PROGRESS_EACH = 5_000;

/**
 * Searches the built api for requests that cost much CPU or leave memory behind: `nx dear-requests
 * proofs`. Writes the ten dearest into docs/security.md, unless told the number of requests or a seed.
 */
async function main(): Promise<void> {
  const { values } = parseArgs({
    options: { requests: { type: 'string' }, seed: { type: 'string' } },
  });
  const [requests, seed] = [Number(values.requests ?? REQUESTS), Number(values.seed ?? 1)];
  const server = await startSearchedApi();
  const meter = new Meter(server, new Random(seed));
  try {
    const search = new Search(meter, { requests, seed, onProgress });
    await search.run(() => openSession(server));
    const dearest = await weighed(meter, search.byCpu.dearest.sort(dearestFirst));
    const keepers = await weighed(meter, search.byKept.dearest);
    dearest.sort(dearestFirst);
    keepers.sort((one, other) => other.keptBytes - one.keptBytes);
    const report = searchReport(requests, seed, dearest, keepers);
    console.log(report);
    const isTooDear = (finding: Finding) => finding.cpuMs > BAR_MS && !isDearOnPurpose(finding);
    if ([...dearest, ...keepers].some(isTooDear)) process.exitCode = 1;
    if (values.requests !== undefined || values.seed !== undefined) return;
    await writeSections({ 'dear-requests': report }, join(workspaceRoot, 'docs/security.md'));
  } finally {
    meter.close();
    await server.stop();
  }
}

async function weighed(meter: Meter, found: readonly Finding[]): Promise<Finding[]> {
  const weighed: Finding[] = [];
  for (const { wire } of found.slice(0, SHOWN)) {
    const finding = await meter.measured(wire, 0, TIMES);
    weighed.push({ ...finding, keptBytes: await meter.kept([wire], SENDS) });
  }
  return weighed;
}

function dearestFirst(one: Finding, other: Finding): number {
  return other.cpuMs - one.cpuMs;
}

function onProgress(done: number, { byCpu, byKept }: Search): void {
  if (done % PROGRESS_EACH !== 0) return;
  const [dearest] = byCpu.dearest;
  const [keeper] = byKept.dearest;
  console.log(`${done}: ${dearest?.cpuMs.toFixed(1)} ms, ${dearest?.wire.kind}`);
  if (keeper) console.log(`kept: ${keeper.keptBytes.toFixed(0)} bytes, ${keeper.wire.kind}`);
}

runProgram(main);
