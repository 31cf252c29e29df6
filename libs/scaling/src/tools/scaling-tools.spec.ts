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
      'api has the size on_hours from 2026-11-20T20:00:00.000Z until 2026-11-20T21:00:00.000Z',
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

  it.each([
    ['scaling_status', { target: 'nobody' }, 'No target is named "nobody"'],
    ['scaling_override', { target: 'nobody', until: '22:00' }, 'no target has this name'],
    ['scaling_override', { target: 'api', until: '2020-01-01T00:00Z' }, 'is in the past'],
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
