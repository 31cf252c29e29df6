import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AMPLE_TIMEOUT_MS, describeDriver } from '../../testing/driver-contract';
import { type ApiAnswer, type ApiRequest, FakeApi } from '../../testing/fake-api';
import { rulesOf } from '../../testing/rules-of';
import type { ScalingDriver } from '../scaling-driver';
import { ProcessDriver } from './process.driver';

const problem = (status: number): ApiAnswer => ({
  status,
  headers: { 'content-type': 'application/problem+json' },
  body: { status, title: 'no' },
});

const errors = [
  ['THROTTLED', problem(429)],
  ['CONFLICT', problem(409)],
  ['ACCESS_DENIED', problem(403)],
  ['NOT_FOUND', problem(404)],
  ['REFUSED', problem(422)],
  ['UNREACHABLE', { status: 200, body: { workers: 'many' } }],
] as const;

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'process-driver-'));
  writeFileSync(join(folder, 'token'), 'secret\n');
});
afterAll(() => rmSync(folder, { recursive: true }));

/** An api that can be scaled, by the contract of `process-size.ts`. */
async function start(timeout = AMPLE_TIMEOUT_MS) {
  const state = { workers: 4, ready: undefined as number | undefined, poolSize: 10 };
  const api = await FakeApi.start(({ method, path, headers, body }: ApiRequest): ApiAnswer => {
    if (path !== '/admin/scaling/process') return problem(404);
    if (headers.authorization !== 'Bearer secret') return problem(401);
    if (method === 'PUT') Object.assign(state, body);
    const { workers, ready = workers, poolSize } = state;
    const size = { workers: { desired: workers, ready }, poolSize };
    return { status: method === 'PUT' ? 202 : 200, body: size };
  });
  const [target] = rulesOf(`
targets:
  - name: api
    platform: process
    url: ${api.url}/admin/scaling/process
    token_file: ${join(folder, 'token')}
    pool_size: { on_hours: 10, off_hours: 2 }
    on_hours: { min: 4, desired: 4, max: 4 }
`).targets;
  const driver: ScalingDriver = new ProcessDriver({ timeout });
  return { api, driver, target: target!, size: () => [state.workers, state.poolSize], state };
}

describe('the processes of an api', () => {
  describeDriver({ start, on: [4, 10], off: [1, 2], errors });

  it('are put right where only the pool differs', async () => {
    const { api, driver, target, state } = await start();
    state.poolSize = 3;
    const actual = await driver.read(target);
    expect(actual.differs).toBe('its pool has 3 connections instead of 10');

    await driver.apply(target, { min: 4, desired: 4, max: 4 }, actual);
    expect(state.poolSize).toBe(10);
    await api.stop();
  });

  it('are settled when as many serve as shall', async () => {
    const { api, driver, target, state } = await start();
    state.ready = 2;
    expect(await driver.read(target)).toMatchObject({ desired: 4, ready: 2, settled: false });
    await api.stop();
  });

  it('are out of reach without the token, whose value no message tells', async () => {
    const { api, driver, target } = await start();
    writeFileSync(join(folder, 'token'), 'stale');
    const error: unknown = await driver.read(target).catch((thrown: unknown) => thrown);
    writeFileSync(join(folder, 'token'), 'secret');
    expect(error).toMatchObject({ code: 'ACCESS_DENIED' });
    expect(String(error)).not.toContain('stale');
    await api.stop();
  });
});
