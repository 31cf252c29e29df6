import { withTestDatabase, type TestDatabase } from '@repo/database/testing';
import { until } from '@repo/foundation/testing';
import { describeWithRedis } from '@repo/redis/testing';
import { ApiProcess } from './api-process.fixture';

const REPLICAS = 2;
const WORKERS = 2;
const PROCESSES = REPLICAS * WORKERS;
const LIMIT = 50;
/** What one process judges before it shuts an address out. */
const GUESSES = 10;
/** Milliseconds in which what is revoked is refused everywhere, and its streams end. */
const EVERYWHERE_MS = 5_000;

const REVISION = '2026-07-28';

interface Made {
  readonly id: string;
  readonly key: string;
}

describeWithRedis('two replicas of two workers each, on one Redis', (redis) => {
  let database: TestDatabase;
  let replicas: ApiProcess[];
  beforeAll(async () => {
    database = await withTestDatabase();
    const settings = {
      WORKERS: String(WORKERS),
      REDIS_URL: redis.url,
      DATABASE_URL: database.url,
      PUBLIC_URL: 'http://mcp.test',
      JWT_SECRET: 'a secret that all replicas of this test share',
      TRUSTED_PROXIES: 'loopback',
      RATE_LIMIT_REQUESTS: String(LIMIT),
      RATE_LIMIT_WINDOW: '10m',
      AUDIT: 'off',
    };
    replicas = [];
    // One after the other: the first makes the schema.
    for (let count = 0; count < REPLICAS; count += 1)
      replicas.push(await ApiProcess.start(settings));
  });
  afterAll(async () => {
    await Promise.all(replicas.map((replica) => replica.stop()));
    await database.drop();
  });

  /** Sends a request over a connection of its own: to any of the workers. */
  function send(
    api: ApiProcess,
    method: string,
    params: object,
    { credential, address = '198.51.100.1' }: { credential: string; address?: string },
  ): Promise<Response> {
    const _meta = {
      'io.modelcontextprotocol/protocolVersion': REVISION,
      'io.modelcontextprotocol/clientCapabilities': {},
    };
    return fetch(`${api.url}/mcp`, {
      method: 'POST',
      headers: {
        connection: 'close',
        authorization: `Bearer ${credential}`,
        'x-forwarded-for': address,
        'content-type': 'application/json',
        accept: 'application/json, text/event-stream',
        'mcp-protocol-version': REVISION,
        'mcp-method': method,
      },
      body: JSON.stringify({ jsonrpc: '2.0', id: 1, method, params: { ...params, _meta } }),
    });
  }

  /** Sends so many at once, in turn to each replica. @returns how many were answered by each status */
  async function flood(count: number, options: { credential: string; address?: string }) {
    const statuses = await Promise.all(
      Array.from({ length: count }, async (_, n) => {
        const answer = await send(replicas[n % REPLICAS]!, 'tools/list', {}, options);
        await answer.arrayBuffer();
        return answer.status;
      }),
    );
    const counts = new Map<number, number>();
    for (const status of statuses) counts.set(status, (counts.get(status) ?? 0) + 1);
    return counts;
  }

  let admins = 0;
  async function admin(method: string, path: string, body?: object): Promise<Made> {
    const answer = await fetch(`${replicas[0]!.url}/admin/clients${path}`, {
      method,
      headers: {
        'x-api-key': 'the-key-of-this-test',
        'content-type': 'application/json',
        'x-forwarded-for': `203.0.113.${(admins += 1)}`,
      },
      body: JSON.stringify(body ?? {}),
    });
    return (await answer.json()) as Made;
  }

  async function keyOf(name: string): Promise<{ client: Made; key: Made }> {
    const client = await admin('POST', '', { name, scopes: [] });
    return { client, key: await admin('POST', `/${client.id}/keys`, { name }) };
  }

  /** The lines in which any process says that it shut somebody out. */
  const lockouts = (who: string) =>
    replicas
      .flatMap(({ process }) => process.stdout.split('\n'))
      .filter((line) => line.includes(`${who} is blocked for`));

  it('let a caller pass as often as one process would, but for one each', async () => {
    let round = 0;
    // A process that this machine lets wait for Redis for too long counts for itself meanwhile.
    await until(async () => {
      const { key } = await keyOf(`limited-${(round += 1)}`);
      let passed = 0;
      for (let sent = 0; sent < LIMIT + 2 * PROCESSES; sent += PROCESSES) {
        passed += (await flood(PROCESSES, { credential: key.key })).get(200) ?? 0;
      }
      expect(passed).toBeGreaterThanOrEqual(LIMIT);
      return passed <= LIMIT + PROCESSES;
    }, 'a limit that all processes share');
  });

  it('judge ten guesses each at most, though all come at once, and say so once', async () => {
    let round = 0;
    // As above: a process that waits for Redis for too long says so for itself.
    await until(async () => {
      const address = `198.51.101.${(round += 1)}`;
      const counts = await flood(400, { credential: 'wrong', address });
      expect([...counts.keys()].sort()).toEqual([401, 429]);
      expect(counts.get(401)).toBeGreaterThanOrEqual(GUESSES);
      expect(counts.get(401)).toBeLessThanOrEqual(GUESSES * PROCESSES);
      await until(() => lockouts(`address:${address}`).length > 0);
      // All have heard of it by their own failures, and whoever has not makes no more of it.
      await flood(50, { credential: 'wrong', address });
      return lockouts(`address:${address}`).length === 1;
    }, 'a lockout that all processes share');
  });

  it('judge little more than ten guesses that come one after the other', async () => {
    const address = '198.51.100.3';
    let judged = 0;
    for (let sent = 0; sent < 40; sent += 1) {
      judged += (await flood(1, { credential: `wrong ${sent}`, address })).get(401) ?? 0;
    }
    expect(judged).toBeLessThanOrEqual(GUESSES + PROCESSES);
    await until(() => lockouts(address).length > 0);
    expect(lockouts(address)).toHaveLength(1);
  });

  it.each(['a revoked key', 'a disabled client'])(
    'end the streams of %s, and refuse it, within 5 s',
    async (what) => {
      const { client, key } = await keyOf(what.replaceAll(' ', '-'));
      const filter = { notifications: { toolsListChanged: true } };
      const streams = await Promise.all(
        Array.from({ length: 4 * PROCESSES }, (_, n) =>
          send(replicas[n % REPLICAS]!, 'subscriptions/listen', filter, { credential: key.key }),
        ),
      );
      for (const { status } of streams) expect(status).toBe(200);
      const path = what === 'a revoked key' ? `/keys/${key.id}` : '/disable';
      await admin(what === 'a revoked key' ? 'DELETE' : 'POST', `/${client.id}${path}`);
      const began = performance.now();
      await Promise.all(streams.map((stream) => stream.text()));
      const took = performance.now() - began;
      expect(took).toBeLessThan(EVERYWHERE_MS);
      const counts = await flood(2 * PROCESSES, { credential: key.key });
      expect([...counts.keys()]).toEqual([401]);
    },
  );
});
