import { Random } from '../deploy-fuzz/random';
import { Meter } from './meter';
import { BAR_MS, isDearOnPurpose, TIMES } from './report';
import { Search } from './search';
import { openSession, startSearchedApi } from './searched-api';
import { seeds } from './seeds';

const REQUESTS = 1_000;
const SEED = 20_260_728;
const HASHED = 'admin new client';
const TIMEOUT_MS = 300_000;

/** `nx dear-requests proofs` looks at a hundred times as many. */
describe('a search for dear requests', () => {
  it(
    'finds none that costs more than 50 ms of CPU, whoever sends it',
    async () => {
      const server = await startSearchedApi();
      const meter = new Meter(server, new Random(SEED));
      try {
        const search = new Search(meter, { requests: REQUESTS, seed: SEED });
        await search.run(() => openSession(server));
        const dear: unknown[] = [];
        for (const { wire } of search.byCpu.dearest.filter(({ cpuMs }) => cpuMs > BAR_MS)) {
          const { cpuMs, bytes, status } = await meter.measured(wire, BAR_MS, TIMES);
          const { kind, method, path, changes } = wire;
          if (cpuMs > BAR_MS) dear.push({ kind, method, path, changes, cpuMs, bytes, status });
        }
        expect(dear).toEqual([]);
        // What is dear on purpose shows that what is dear is seen.
        const hashed = await meter.measured(seeds('').find(({ kind }) => kind === HASHED)!);
        expect(hashed.cpuMs).toBeGreaterThan(5);
        expect(isDearOnPurpose(hashed)).toBe(true);
      } finally {
        meter.close();
        await server.stop();
      }
    },
    TIMEOUT_MS,
  );
});
