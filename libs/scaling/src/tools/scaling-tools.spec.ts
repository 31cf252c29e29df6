import { Tables } from '@repo/database';
import { type TestDatabase, withTestDatabase } from '@repo/database/testing';
import { Clock } from '@repo/foundation';
import { createHarness, type Harness } from '@repo/mcp-core/testing';
import { ReconcileRequests } from '../orders/reconcile-requests';
import { ScalingOrders } from '../orders/scaling-orders';
import { ScalingStatus } from '../status/scaling-status';
import { scalingSchema } from '../storage/scaling-schema';
import { ScalingStore } from '../storage/scaling-store';
import { ManualClock } from '@repo/foundation/testing';
import { NotedRequests, seenOff } from '../testing/seen-targets';
import { targetOf } from '../testing/rules-of';
import { scalingTools } from './scaling-tools';

const now = Date.parse('2026-11-20T20:00Z');
const auth = { token: '', clientId: 'assistant', scopes: ['*'], extra: { subject: 'ana' } };

describe.each(['modern', 'legacy'] as const)('the tools of scaling, for a %s client', (era) => {
  let database: TestDatabase;
  let harness: Harness;
  beforeAll(async () => {
    database = await withTestDatabase({ features: [scalingSchema] });
    harness = await createHarness({
      providers: [
        { provide: Tables, useValue: database.dataSource },
        { provide: Clock, useValue: new ManualClock(now) },
        { provide: ReconcileRequests, useClass: NotedRequests },
        ...[ScalingStore, ScalingStatus, ScalingOrders, ...scalingTools],
      ],
    });
  });
  afterAll(async () => {
    await harness.close();
    await database.drop();
  });

  async function call(name: string, input: Record<string, unknown> = {}) {
    const client = await harness.connect(era, { auth });
    const result = await client.callTool({ name, arguments: input });
    // As a client has it that knows no types.
    const { content, structuredContent: structured } = JSON.parse(JSON.stringify(result));
    return { text: content[0].text, structured, isError: result.isError === true };
  }

  it('say so while no worker has looked at anything', async () => {
    expect((await call('scaling_status')).text).toBe('No worker has looked at the targets yet.');
    expect((await call('scaling_history')).text).toBe('Nothing happened.');
    expect((await call('scaling_savings')).text).toBe('0 replica-hours saved.');
  });

  it('keep a target up until a time, tell of it, and let it go again', async () => {
    const store = harness.get(ScalingStore);
    await seenOff(store, targetOf('time_zone: Europe/Berlin', 'price_per_replica_hour: 2'), now);
    await seenOff(
      store,
      targetOf('time_zone: Europe/Berlin', 'price_per_replica_hour: 2'),
      now + 1_800_000,
    );
    const order = { target: 'api', until: '22:00', reason: 'a demo' };
    const placed = await call('scaling_override', order);
    expect(placed.text).toContain(
      'api has 3 (2 to 10) replicas from 2026-11-20 21:00 Europe/Berlin until 2026-11-20 22:00 Europe/Berlin',
    );
    const { override } = placed.structured;
    expect(override).toMatchObject({ createdBy: 'ana', reason: 'a demo' });
    expect(harness.get(ReconcileRequests)).toMatchObject({ noted: ['api'] });

    const status = await call('scaling_status', { target: 'api' });
    expect(status.text).toMatch(/^api: off, 0 wanted, 0 ready of 0\. outside of its hours\./);
    expect(status.structured['targets'][0].overrides).toEqual([override]);
    expect(await call('scaling_override', { cancel: override.id })).toMatchObject({
      isError: false,
    });
    const history = await call('scaling_history', { limit: 1 });
    expect(history.text).toContain('api: cancel_override done by ana: on_hours');
    expect(history.text).toContain(`give the cursor ${history.structured['next']}`);
    expect((await call('scaling_savings')).text).toBe(
      '1.5 replica-hours saved, worth 3 EUR.\n2026-11 api: 1.5 saved, 0 run',
    );
  });

  it('leave targets as they are and let them go again, telling which pause counts', async () => {
    await seenOff(harness.get(ScalingStore), targetOf('time_zone: Europe/Berlin'), now);
    const all = await call('scaling_pause', { all: true, until: '23:00', reason: 'the sale' });
    expect(all.text).toBe(
      'From now until 2026-11-20 23:00 Europe/Berlin every target is left as it is. Overrides do not change that.',
    );
    const own = await call('scaling_pause', { target: 'api', until: '22:00' });
    expect(own.structured['until']).toBe('2026-11-20T22:00:00.000Z');
    expect(own.text).toContain('until 2026-11-20 23:00 Europe/Berlin api is left as it is, by');

    const placed = await call('scaling_override', { target: 'api', until: '22:30' });
    expect(placed.structured['override']).toMatchObject({
      holds: [],
      whyNot: [{ code: 'paused', until: '2026-11-20T22:00:00.000Z' }],
    });
    expect(placed.text).toContain('paused by ana until 2026-11-20 23:00 Europe/Berlin: the sale');
    await call('scaling_override', { cancel: placed.structured['override'].id });

    const resumed = await call('scaling_resume', { target: 'api' });
    expect(resumed).toMatchObject({ structured: { wasPaused: true } });
    expect(resumed.text).toContain('Still paused: all targets, by ana, until 2026-11-20 23:00');
    const free = await call('scaling_resume');
    expect(free.structured).toEqual({ wasPaused: true, stillPaused: [] });
    expect((await call('scaling_resume')).text).toContain('There was no such pause.');
  });

  it.each([
    ['scaling_status', { target: 'nobody' }, 'No target is named "nobody"'],
    ['scaling_override', { target: 'nobody', until: '22:00' }, 'no target has this name'],
    ['scaling_override', { target: 'api', until: '2020-01-01T00:00Z' }, 'is in the past'],
    ['scaling_pause', {}, 'give "all": true with `until`'],
    ['scaling_pause', { all: true }, 'a pause of all targets needs an end'],
    ['scaling_pause', { all: true, until: '2099-01-01T00:00Z' }, 'at most 31 days ahead'],
    ['scaling_pause', { target: 'api', all: true, until: '22:00' }, 'either a target or all'],
    ['scaling_pause', { target: 'nobody' }, 'no target has this name'],
    ['scaling_resume', { target: 'nobody' }, 'no target has this name'],
    ['scaling_wake', { target: 'api' }, 'its rules have no on_demand'],
    ['scaling_override', { target: 'api' }, '`target` and `until` are needed'],
    ['scaling_override', { cancel: 'x' }, 'id of an override'],
    ['scaling_override', { target: 'api', until: '22:00', reason: 'x'.repeat(501) }, '500'],
    ['scaling_history', { cursor: 'x' }, 'next'],
    ['scaling_savings', { from: '2026-13' }, '2026-11'],
  ])('tell the model what is wrong: %s %j', async (name, input, text) => {
    const result = await call(name, input);
    expect(result).toMatchObject({ isError: true, text: expect.stringContaining(text) });
  });
});
