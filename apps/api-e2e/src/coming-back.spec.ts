import type { Fetch, LiveClient } from './clients/client.interface';
import { V1Client } from './clients/v1.client';
import { V2Client } from './clients/v2.client';
import { eventually } from '@repo/foundation/testing';
import { type FixtureHost, startFixtureHost } from './process/fixture-host';

const CALLS = 3;

let host: FixtureHost;
beforeAll(async () => {
  host = await startFixtureHost();
});
afterAll(() => host.process.stop());

describe.each<[string, (fetch: Fetch) => Promise<LiveClient>]>([
  ['v1', (fetch) => V1Client.overHttp(host.url, fetch)],
  ['v2', (fetch) => V2Client.overHttp(host.url, 'legacy', fetch)],
])('a %s client whose calls ended with an error on their stream', (generation, connect) => {
  it('keeps its one GET stream, and comes back for theirs once at most', async () => {
    /** What came of each GET, by what it asked for. */
    const opened: number[] = [];
    const resumed: number[] = [];
    const client = await connect(async (url, init) => {
      const reply = await fetch(url, init);
      const from = new Headers(init?.headers).get('last-event-id');
      if (init?.method === 'GET') (from === null ? opened : resumed).push(reply.status);
      return reply;
    });
    for (let turn = 0; turn < CALLS; turn += 1) {
      const enough = new AbortController();
      const options = { signal: enough.signal, onProgress: () => enough.abort() };
      const key = `${generation} ${turn}`;
      await expect(client.callTool('wait_for_abort', { key }, options)).rejects.toThrow();
    }
    // The first generation takes the end of a stream by an error for its loss.
    const comesBack = generation === 'v1' ? new Array<number>(CALLS).fill(204) : [];
    await eventually(() => expect(resumed).toEqual(comesBack));
    await client.watch('test://watched-resource');
    await client.callTool('touch_watched_resource');
    await eventually(() => expect(client.notices).toHaveLength(1));
    expect(opened).toEqual([200]);
    await client.close();
  });
});
