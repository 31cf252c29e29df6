import { join } from 'node:path';
import { withTestDatabase } from '@repo/database/testing';
import holdTestServer from '@repo/database/testing/hold-test-server';
import { until } from '@repo/foundation/testing';
import { workspaceRoot } from '@repo/platform/src/workspace-root';
import { API_ENVIRONMENT } from '../api-benchmark/measure/api-environment';
import { inParallel } from '../api-benchmark/measure/in-parallel';
import { ServerProcess } from '../api-benchmark/measure/server-process';
import { writeSections } from '../api-benchmark/report/document';
import { markdownTable } from '../api-benchmark/report/markdown-table';
import { runProgram } from '../api-benchmark/run-program';
import { percentile } from '../soak/report';
import { RatePerson, register } from './sign-ins';

const WIDTH = 8;
const WARM_UP = 80;
const COUNT = 400;

/** What a sign-in of one kind costs. */
interface Rate {
  readonly kind: string;
  /** Milliseconds of CPU of the api, for each. */
  readonly cpuMs: number;
  readonly aSecond: number;
  /** Milliseconds that each took, the shortest first. */
  readonly latencies: readonly number[];
}

/** `nx run proofs:sign-in-rate`: how many people one process of the built api signs in. */
async function main(): Promise<void> {
  await holdTestServer();
  const database = await withTestDatabase({ migrated: false });
  const server = await ServerProcess.start({
    file: join(workspaceRoot, 'apps/api/dist/main.js'),
    env: {
      ...API_ENVIRONMENT,
      ...{ HOST: '127.0.0.1', WORKERS: '1', LOG_LEVEL: 'info', DATABASE_URL: database.url },
      ...{ MCP_AUTH: 'required', AUTH_PROVIDERS: 'sample-people' },
    },
  });
  try {
    const { origin } = new URL(server.url);
    await until(() => isReady(origin, server));
    const table = tableOf(await measureAll(origin, server));
    console.log(table);
    await writeSections({ 'sign-in': table }, join(workspaceRoot, 'docs/performance.md'));
  } finally {
    await server.stop();
    await database.drop();
  }
}

async function isReady(origin: string, server: ServerProcess): Promise<boolean> {
  if (server.hasEnded()) throw new Error(`The api ended: ${server.lastOutput}`);
  return fetch(`${origin}/health/ready`).then(
    ({ ok }) => ok,
    () => false,
  );
}

async function measureAll(origin: string, server: ServerProcess): Promise<readonly Rate[]> {
  const program = await register(origin, 'native');
  const website = await register(origin, 'web');
  const people = await Promise.all(
    Array.from({ length: WIDTH }, async () => {
      const ofProgram = new RatePerson(origin, program);
      const ofWebsite = new RatePerson(origin, website);
      const kept = { token: await ofProgram.signIn() };
      await ofWebsite.signIn();
      return { ofProgram, ofWebsite, kept };
    }),
  );
  const person = (index: number) => people[index % WIDTH]!;
  return [
    await measure('a person that nobody knows, by the page and the consent', server, () =>
      new RatePerson(origin, program).signIn(),
    ),
    await measure('a person who is signed in, by the consent', server, (index) =>
      person(index).ofProgram.signIn(),
    ),
    await measure('a person whose consent is remembered, without a page', server, (index) =>
      person(index).ofWebsite.signIn(),
    ),
    await measure('a token renewed', server, async (index) => {
      const { ofProgram, kept } = person(index);
      kept.token = await ofProgram.renew(kept.token);
    }),
  ];
}

/** @param work of the place that it is done at: two of one place are not done at once */
async function measure(
  kind: string,
  server: ServerProcess,
  work: (place: number) => Promise<unknown>,
): Promise<Rate> {
  const run = async (count: number) => {
    const latencies: number[] = [];
    const places = Array.from({ length: WIDTH }, (_, place) => place);
    await inParallel(WIDTH, places, async (place) => {
      for (let done = 0; done < count / WIDTH; done += 1) {
        const began = performance.now();
        await work(place);
        latencies.push(performance.now() - began);
      }
    });
    return latencies;
  };
  await run(WARM_UP);
  const [cpu, began] = [await server.cpuMicros(), performance.now()];
  const latencies = await run(COUNT);
  const seconds = (performance.now() - began) / 1_000;
  const cpuMs = ((await server.cpuMicros()) - cpu) / 1_000 / COUNT;
  return { kind, cpuMs, aSecond: COUNT / seconds, latencies: latencies.sort((a, b) => a - b) };
}

function tableOf(rates: readonly Rate[]): string {
  return markdownTable<Rate>(
    [
      { heading: 'sign-in', align: 'left', cell: ({ kind }) => kind },
      { heading: 'CPU ms each', cell: ({ cpuMs }) => cpuMs.toFixed(1) },
      { heading: 'a second of one core', cell: ({ cpuMs }) => (1_000 / cpuMs).toFixed(0) },
      { heading: 'a second, measured', cell: ({ aSecond }) => aSecond.toFixed(0) },
      { heading: 'p50 ms', cell: ({ latencies }) => percentile(latencies, 50).toFixed(0) },
      { heading: 'p99 ms', cell: ({ latencies }) => percentile(latencies, 99).toFixed(0) },
    ],
    rates,
  );
}

runProgram(main);
