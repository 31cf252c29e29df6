import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { workspaceRoot } from '@repo/platform/src/workspace-root';
import { format, resolveConfig } from 'prettier';
import { replaceSection } from '../api-benchmark/report/section';
import { BAR_MS, isDearOnPurpose, searchReport, type Measured } from './report';
import { Search } from './search';
import { openSession, startSearchedApi } from './searched-api';

const REQUESTS = 100_000;
const SHOWN = 10;
const TIMES = 50;

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
  try {
    const search = new Search(server, {
      ...{ requests, seed },
      onProgress: (done, [first]) => {
        if (first) console.log(`${done}: ${first.cpuMs.toFixed(1)} ms, ${first.wire.kind}`);
      },
    });
    const dearest = await search.run(() => openSession(server));
    const shown: Measured[] = [];
    for (const { wire } of dearest.slice(0, SHOWN)) {
      const again = await search.measured(wire);
      shown.push({ ...again, keptBytes: await search.kept(wire, TIMES) });
    }
    shown.sort((one, other) => other.cpuMs - one.cpuMs);
    for (const { wire } of shown) console.log(wire.kind, wire.path.slice(0, 100), wire.changes);
    search.close();
    const report = searchReport(requests, seed, shown);
    console.log(report);
    if (shown.some((finding) => finding.cpuMs > BAR_MS && !isDearOnPurpose(finding))) {
      process.exitCode = 1;
    }
    if (values.requests === undefined && values.seed === undefined) await write(report);
  } finally {
    await server.stop();
  }
}

async function write(report: string): Promise<void> {
  const file = join(workspaceRoot, 'docs/security.md');
  const document = replaceSection(readFileSync(file, 'utf8'), 'dear-requests', report);
  writeFileSync(file, await format(document, { ...(await resolveConfig(file)), filepath: file }));
}

void main();
