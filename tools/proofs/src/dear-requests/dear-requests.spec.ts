import { BAR_MS, isDearOnPurpose } from './report';
import { Search } from './search';
import { openSession, startSearchedApi } from './searched-api';

const REQUESTS = 2_000;
/** Milliseconds. Some thousand requests, one after the other, on a machine that does other things. */
const TIMEOUT_MS = 900_000;

/** `nx dear-requests proofs` looks at fifty times as many. */
describe('a search for dear requests', () => {
  it(
    'finds none that costs more than 50 ms of CPU, whoever sends it',
    async () => {
      const server = await startSearchedApi();
      const search = new Search(server, { requests: REQUESTS, seed: 20_260_728 });
      try {
        const found = await search.run(() => openSession(server));
        expect(found.length).toBeGreaterThan(5);
        const dear: unknown[] = [];
        for (const finding of found) {
          if (finding.cpuMs <= BAR_MS || isDearOnPurpose(finding)) continue;
          const { wire, cpuMs, bytes } = await search.measured(finding.wire);
          const { kind, method, path, changes } = wire;
          if (cpuMs > BAR_MS) dear.push({ kind, method, path, changes, cpuMs, bytes });
        }
        expect(dear).toEqual([]);
      } finally {
        search.close();
        await server.stop();
      }
    },
    TIMEOUT_MS,
  );
});
