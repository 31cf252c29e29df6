import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { withTestDatabase } from '@repo/database/testing';
import holdTestServer from '@repo/database/testing/hold-test-server';
import { workspaceRoot } from '@repo/platform/src/workspace-root';
import { tokenIssuer } from '../api-benchmark/comparison/token-issuer';
import { holds, printBars } from '../api-benchmark/report/bar';
import { writeSections } from '../api-benchmark/report/document';
import { runProgram } from '../api-benchmark/run-program';
import { GoodClients } from './good-clients';
import { HostileTraffic } from './hostile/hostile-traffic';
import { percentile, soakBars, soakReport, type Soak } from './report';
import { takeSample, type Sample } from './sample';
import { startSubject } from './subject';

const MINUTE_MS = 60_000;
const ALONE_MINUTES = 3;
const MAX_SHOWN = 20;

/**
 * Attacks the built api beside good clients for half an hour: `npx nx soak proofs`. Writes what came
 * of it into docs/security.md, unless told another length.
 */
async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      minutes: { type: 'string' },
      clients: { type: 'string', default: '100' },
      addresses: { type: 'string', default: '50' },
    },
  });
  const minutes = Number(values.minutes ?? 30);
  const soak = await run(minutes, Number(values.clients), Number(values.addresses));
  const report = soakReport(soak);
  console.log(report);
  printBars(soakBars(soak));
  for (const { minute, service } of soak.samples) {
    for (const failure of service.failures.slice(0, MAX_SHOWN))
      console.log(`${minute}: ${failure}`);
  }
  if (!soakBars(soak).every(holds)) process.exitCode = 1;
  if (values.minutes === undefined) {
    await writeSections({ soak: report }, join(workspaceRoot, 'docs/security.md'));
  }
}

async function run(minutes: number, clients: number, addresses: number): Promise<Soak> {
  await holdTestServer();
  const database = await withTestDatabase({ migrated: false });
  const issuer = tokenIssuer('https://mcp.example.com');
  const tokens = (name: string, count: number) =>
    Array.from({ length: count }, (_, index) => issuer.token(`${name}-${index}`));
  const server = await startSubject(database, issuer.environment);
  let hostile: HostileTraffic | undefined;
  try {
    const good = await GoodClients.connect(server, tokens('good', clients));
    const minuteOf = async (minute: number): Promise<Sample> => {
      good.start();
      await pause(MINUTE_MS);
      await good.stop();
      if (server.hasEnded()) throw new Error(`The server ended: ${server.lastOutput}`);
      const sample = await takeSample(minute, server, good, database);
      const { latencies, failures } = sample.service;
      const p99 = percentile(latencies, 99).toFixed(1);
      console.error(
        `minute ${minute}: ${latencies.length} calls, p99 ${p99} ms, ${failures.length} failed`,
      );
      return sample;
    };
    // The first is of what is compiled at first use.
    const before = await minuteOf(-1);
    good.start();
    await pause(ALONE_MINUTES * MINUTE_MS);
    await good.stop();
    const alone = good.take();
    const samples = [await minuteOf(0)];
    hostile = HostileTraffic.start(server.url, tokens('hostile', addresses));
    for (let minute = 1; minute <= minutes; minute++) samples.push(await minuteOf(minute));
    return { clients, addresses, before, alone, samples, tally: await hostile.stop() };
  } finally {
    hostile?.kill();
    await server.stop();
    await database.drop();
  }
}

runProgram(main);
