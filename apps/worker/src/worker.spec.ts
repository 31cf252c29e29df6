import { writeFileSync } from 'node:fs';
import { SystemClock } from '@repo/foundation';
import { until } from '@repo/foundation/testing';
import { Queues, ScalingJob } from '@repo/queue';
import { describeOnBothBackends } from '@repo/queue/testing';
import { ScalingStore } from '@repo/scaling';
import { ScaledApi } from './testing/scaled-api.fixture';
import { TestWorker } from './testing/test-worker.fixture';

const HOUR = 3_600_000;
/** Milliseconds between looks at all targets, of which no test sees the second one. */
const NEVER = HOUR;

describeOnBothBackends('a worker', (environment) => {
  let api: ScaledApi;
  let worker: TestWorker | undefined;
  beforeEach(async () => {
    api = await ScaledApi.start();
  });
  afterEach(async () => {
    jest.restoreAllMocks();
    await worker?.stop();
    worker = undefined;
    api.stop();
  });

  /** Resolves when a worker has made its target what it should be, and nothing is left to do. */
  async function firstLook(): Promise<void> {
    await worker?.app.get(Queues).add(ScalingJob.reconcile, { target: api.target });
    await until(() => worker?.log.messages.join().includes('scale_up, done') === true);
    await until(() => worker!.isIdle());
  }

  it('starts with a faulty file, says its faults, does nothing, and goes on when it is mended', async () => {
    worker = await TestWorker.start(environment(), 'targets: [{ name: api, platform: mars }]');
    expect(await worker.get('/health')).toMatchObject({ status: 200 });
    const ready = await worker.get('/health/ready');
    expect(ready.status).toBe(503);
    expect(JSON.parse(ready.text)).toMatchObject({
      error: { rules: { status: 'down', faults: 1 } },
    });
    expect(worker.log.messages.join('\n')).toMatch(/scaling\.yaml:1:\d+ targets\[0\]/);

    writeFileSync(worker.rulesFile, api.rules('worker'));
    await until(() => api.workers === 2);
    await until(async () => (await worker?.get('/health/ready'))?.status === 200);
  });

  it('says so where its rules name nothing, or what it cannot reach, and goes on', async () => {
    worker = await TestWorker.start(environment(), 'targets: []');
    expect(worker.log.messages.join()).toContain('names no target: nothing is scaled');
    expect((await worker.get('/health/ready')).status).toBe(200);

    const gone = await ScaledApi.start();
    gone.stop();
    writeFileSync(worker.rulesFile, gone.rules('worker').replace(gone.target, api.target));
    const failed = `target="${api.target}",action="none",outcome="failed"} 3`;
    await until(async () => {
      await worker!.runNow(api.target);
      return (await worker!.get('/metrics')).text.includes(failed);
    });
    const told = worker.log.messages.filter((message) => /UNREACHABLE/.test(String(message)));
    expect(told).toEqual([
      expect.stringContaining(`${api.target}: none, failed: ${api.target}: scaling:read failed`),
    ]);
    expect(told[0]).toContain('ECONNREFUSED 127.0.0.1');
    expect((await worker.get('/health/ready')).status).toBe(200);

    writeFileSync(worker.rulesFile, api.rules('worker'));
    await until(async () => {
      await worker!.runNow(api.target);
      return api.workers === 2;
    });
    await until(() => worker?.log.messages.includes(`${api.target}: mended`) === true);
  });

  it('keeps the last rules while the file has a fault', async () => {
    worker = await TestWorker.start(environment(), api.rules('worker'));
    await until(() => worker?.log.messages.join().includes('scale_up, done') === true);
    writeFileSync(worker.rulesFile, 'targets: 7');
    await until(() => worker?.log.messages.join().includes('in force are the last rules') === true);
    api.workers = 1;
    await until(() => api.workers === 2);
    expect((await worker.get('/health/ready')).status).toBe(200);
  });

  it('follows an override at once, without waiting for its minute', async () => {
    worker = await TestWorker.start(environment(), api.rules('worker'), NEVER);
    await firstLook();

    const now = Date.now();
    const size = { min: 3, desired: 3, max: 3 };
    const override = { target: api.target, from: now, until: now + HOUR, size };
    await worker.app.get(ScalingStore).overrides.add(override, 'ana', now);
    await worker.app.get(Queues).add(ScalingJob.reconcile, { target: api.target });
    await until(() => api.workers === 3);
  });

  it('looks at a target just when its override ends', async () => {
    worker = await TestWorker.start(environment(), api.rules('worker'), NEVER);
    await firstLook();

    const now = Date.now();
    const clock = jest.spyOn(SystemClock.prototype, 'now').mockReturnValue(now);
    const size = { min: 3, desired: 3, max: 3 };
    const override = { target: api.target, from: now, until: now + HOUR, size };
    await worker.app.get(ScalingStore).overrides.add(override, 'ana', now);
    await worker.app.get(Queues).add(ScalingJob.reconcile, { target: api.target });
    await until(() => api.workers === 3);
    await until(() => worker!.isIdle());
    expect((await worker.laterJobs(api.target)).map(({ delay }) => delay)).toEqual([HOUR]);

    // One that comes too early waits on.
    clock.mockReturnValue(override.until - 1);
    await worker.runNow(api.target);
    await until(async () => (await worker!.laterJobs(api.target)).length === 1);
    expect(api.workers).toBe(3);

    clock.mockReturnValue(override.until);
    await worker.runNow(api.target);
    await until(() => api.workers === 2);
  });

  it('leaves alone what it must never scale', async () => {
    const settings = { ...environment(), SCALING_PROTECTED: api.target };
    worker = await TestWorker.start(settings, api.rules('worker'));
    const store = worker.app.get(ScalingStore);
    await until(async () => (await store.statuses.of(api.target))?.state === 'excluded');
    expect((await store.statuses.of(api.target))?.why).toContain(
      `SCALING_PROTECTED names ${api.target}`,
    );
    expect(api.ordersBy).toEqual([]);
  });

  it('shows sizes, actions, savings and queues to Prometheus', async () => {
    worker = await TestWorker.start(environment(), api.rules('worker'));
    const target = `target="${api.target}"`;
    await until(() => worker?.log.messages.join().includes('scale_up, done') === true);
    let text = '';
    // Each source of these is read on its own, and some a moment after the log.
    await until(async () => {
      ({ text } = await worker!.get('/metrics'));
      return ['desired', 'actual'].every((size) =>
        text.includes(`scaling_${size}_replicas{${target}} 2`),
      );
    });
    const lines = text.split('\n');
    expect(lines).toContain(`scaling_actual_replicas{${target}} 2`);
    expect(lines).toContain(`scaling_held_at_zero{${target}} 0`);
    expect(text).toMatch(new RegExp(`scaling_last_reconcile_timestamp_seconds{${target}} 1\\d{9}`));
    expect(lines).toContain(`scaling_actions_total{${target},action="scale_up",outcome="done"} 1`);
    expect(text).toContain('# TYPE scaling_replica_hours_saved_total counter');
    expect(text).toMatch(/^queue_jobs\{queue="scaling",state="failed"\} 0$/m);
  });
});
