import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Load } from '../testing/load.fixture';
import { ApiProcess } from './api-process.fixture';

describe('an order for another size', () => {
  let api: ApiProcess;
  beforeAll(async () => {
    api = await ApiProcess.start({ WORKERS: '2' });
  });
  afterAll(async () => {
    expect(await api.stop()).toBe(0);
  });

  it('is carried out under load, up and down, and no call fails', async () => {
    const load = new Load(api.url, 'slow', { ms: 20 }, 200);
    expect((await api.order({ workers: 4 })).status).toBe(202);
    await api.ready(4);
    await api.different('pid', 4);
    expect((await api.order({ workers: 1 })).status).toBe(202);
    await api.ready(1);
    await api.until(() => api.workerPids.length === 1);
    await api.until(async () => (await api.countedCalls()) > 100);
    const { sent, succeeded, failures, crossed } = await load.end();
    expect(failures).toEqual([]);
    expect(succeeded).toBe(sent);
    // None in a thousand, and a few where the machine is slow: no way to end a worker.
    expect(crossed).toBeLessThan(sent / 10);
    expect(api.process.stdout).not.toMatch(/a worker has died|cut off/);
  });

  it('is nothing new when it is the same again', async () => {
    const pids = api.workerPids;
    expect((await api.order({ workers: 1 })).status).toBe(200);
    expect(await api.size()).toEqual({ workers: { desired: 1, ready: 1 }, poolSize: 10 });
    expect(api.workerPids).toEqual(pids);
  });

  it('changes the pool of each worker, and of those to come', async () => {
    expect((await api.order({ workers: 1, poolSize: 3 })).status).toBe(200);
    const [pid] = api.workerPids;
    await api.until(async () => (await api.text('pool')) === `${pid} 3`);
    await api.order({ workers: 2 });
    await api.ready(2);
    const pools = await api.different('pool', 2);
    expect(pools.map((pool) => pool.split(' ')[1])).toEqual(['3', '3']);
  });

  it.each([
    [{ workers: 0 }, 422, /nothing would be left to take the order/],
    [{ workers: 100_000 }, 422, /workers: found 100000, allowed: 1 to \d+/],
    [{ workers: 1, poolSize: 0 }, 422, /poolSize: found 0, allowed: 1 to 1000/],
    [{ workers: 'many' }, 400, /workers: allowed: an integer/],
    [{ workers: 1, shards: 2 }, 400, /shards: is no field/],
    [[], 400, /workers/],
  ])('of %j is refused with %i', async (order, status, why) => {
    const answer = await api.order(order);
    expect(answer.status).toBe(status);
    expect(answer.headers.get('content-type')).toContain('application/problem+json');
    expect(await answer.text()).toMatch(why);
  });
});

describe('a process that serves alone', () => {
  it('becomes the primary of workers at the same address, when it is ordered to', async () => {
    const api = await ApiProcess.start({});
    expect(api.workerPids).toEqual([]);
    await api.call('pid');
    expect((await api.order({ workers: 1, poolSize: 4 })).status).toBe(200);
    expect(await api.text('pool')).toMatch(/ 4$/);

    const answer = await api.order({ workers: 2 });
    expect(answer.status).toBe(202);
    expect(await answer.json()).toMatchObject({ workers: { desired: 2 }, poolSize: 4 });
    await api.process.output(/2 of 2 workers are ready/);
    await api.ready(2);
    const pools = await api.different('pool', 2);
    expect(pools.map((pool) => pool.split(' ')[1])).toEqual(['4', '4']);
    expect(await api.countedCalls()).toBeGreaterThanOrEqual(3);
    const workers = api.workerPids;
    expect(workers).toHaveLength(2);
    expect(await api.stop()).toBe(0);
  });

  it('has them take calls while it still answers those that it has', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'hold-'));
    const file = join(folder, 'go-on');
    const api = await ApiProcess.start({});
    let isAnswered = false;
    const held = api.text('hold', { file }).finally(() => (isAnswered = true));
    await api.order({ workers: 2 });
    await api.process.output(/2 of 2 workers are ready/);
    const pids = (await api.different('pid', 2)).map(Number);
    expect(pids.sort()).toEqual([...api.workerPids].sort());
    expect(isAnswered).toBe(false);
    writeFileSync(file, '');
    expect(await held).toBe(String(api.process.pid));
    expect(await api.stop()).toBe(0);
    rmSync(folder, { recursive: true });
  });
});
