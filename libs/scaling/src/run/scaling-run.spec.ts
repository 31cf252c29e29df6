import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ManualClock } from '@repo/foundation/testing';
import { type TestDatabase, withTestDatabase } from '@repo/database/testing';
import { Logger } from '@nestjs/common';
import { RulesFile } from '../rules/rules-file';
import { scalingSchema } from '../storage/scaling-schema';
import { ScalingStore } from '../storage/scaling-store';
import { SimulatedPlatform } from '../testing/simulated-platform';
import { PostgresLock } from './postgres-lock';
import { Protection } from './protected/protection';
import { ScalingRun } from './scaling-run';

/** Of a Wednesday, whose hours end at 18:00 and their grace at 18:10. */
const at = (time: string) => Date.parse(`2026-06-03T${time}Z`);
const hour = 3_600_000;

describe('a run over targets with demand', () => {
  let database: TestDatabase;
  let store: ScalingStore;
  let folder: string;
  let server: Server;
  let platform: SimulatedPlatform;
  let run: ScalingRun;
  /** Calls that the target says it has answered. */
  let calls: number;
  let clock: ManualClock;
  beforeAll(async () => {
    // That nobody answers for the target's work is one of the cases.
    jest.spyOn(Logger.prototype, 'warn').mockImplementation();
    database = await withTestDatabase({ features: [scalingSchema] });
  });
  beforeEach(async () => {
    store = new ScalingStore(database.dataSource);
    folder = mkdtempSync(join(tmpdir(), 'scaling-run-'));
    calls = 100;
    server = createServer((_request, response) =>
      response.end(`mcp_requests_total ${calls}\nmcp_active_connections 4\n`),
    );
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    platform = new SimulatedPlatform({ min: 2, desired: 3, max: 10 }, true, () => 'well');
    const { port } = server.address() as AddressInfo;
    run = await runOf(`
targets:
  - name: api
    platform: ecs
    cluster: mcp
    service: mcp-server
    on_hours: { min: 2, desired: 3, max: 10 }
    on_demand: { idle: 30m, size: { min: 1, desired: 1, max: 1 } }
    demand: { metrics_url: 'http://127.0.0.1:${port}/metrics', limit: 30m }
`);
  });
  afterEach(async () => {
    server.closeAllConnections();
    server.close();
    rmSync(folder, { recursive: true });
    await database.clear();
  });
  afterAll(async () => {
    jest.restoreAllMocks();
    await database.drop();
  });

  async function runOf(rules: string): Promise<ScalingRun> {
    clock = new ManualClock(at('17:00'));
    const path = join(folder, 'scaling.yaml');
    writeFileSync(path, rules);
    const made = new ScalingRun({
      rules: new RulesFile(path, clock),
      store,
      drivers: { driverOf: () => platform },
      lock: new PostgresLock(database.dataSource),
      protection: new Protection([], undefined),
      clock,
    });
    await made.refresh();
    return made;
  }

  const look = async (instant: number) => {
    clock.set(instant);
    const { result, edge } = (await run.reconcileTarget('api'))!;
    return { state: result.desired?.state, why: result.why, size: platform.desired, edge };
  };
  const minutes = (from: string, to: string) =>
    Array.from({ length: (at(to) - at(from)) / 60_000 }, (_, i) => at(from) + i * 60_000);

  it('waits with the way down while the target works, until the limit and no longer', async () => {
    expect(await look(at('18:09'))).toMatchObject({ state: 'grace', size: 3 });
    for (const minute of minutes('18:10', '18:40')) {
      calls += 12;
      const { state, size, why, edge } = await look(minute);
      expect({ state, size }).toEqual({ state: 'working', size: 3 });
      expect(edge).toEqual({ target: 'api', at: at('18:40'), direction: 'down' });
      if (minute > at('18:10')) expect(why).toContain('12 calls in the last minute');
    }
    calls += 12;
    expect(await look(at('18:40'))).toMatchObject({ state: 'off', size: 0 });
    expect((await store.statuses.of('api'))?.state).toBe('off');
  });

  it('goes down a minute after the last call', async () => {
    for (const minute of minutes('18:10', '18:20')) {
      calls += 1;
      expect(await look(minute)).toMatchObject({ state: 'working', size: 3 });
    }
    expect(await look(at('18:20'))).toMatchObject({ state: 'off', size: 0 });
  });

  it('goes down where nobody says whether it works', async () => {
    server.close();
    server.closeAllConnections();
    expect(await look(at('18:10'))).toMatchObject({ state: 'off', size: 0 });
  });

  it('wakes up on demand, for as long as there is some, and in its hours is as ever', async () => {
    await look(at('22:00'));
    expect(platform.desired).toBe(0);

    await store.demand.see('api', at('22:00:30'));
    expect(await look(at('22:00:30'))).toMatchObject({
      state: 'on_demand',
      size: 1,
      edge: { at: at('22:30:30'), direction: 'down' },
    });
    await store.demand.see('api', at('22:20:00'));
    expect(await look(at('22:30:30'))).toMatchObject({ state: 'on_demand', size: 1 });
    expect(await look(at('22:50:00'))).toMatchObject({ state: 'off', size: 0 });

    await store.demand.see('api', at('22:55:00'));
    await look(at('22:55:00'));
    // What it had in its hours comes back, not what it had on demand.
    expect(await look(at('08:00') + 24 * hour)).toMatchObject({ state: 'on', size: 3 });
  });
});
