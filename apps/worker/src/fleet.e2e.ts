import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { until } from '@repo/foundation/testing';
import { describeOnBothBackends } from '@repo/queue/testing';
import { ScaledApi } from './testing/scaled-api.fixture';
import { SpawnedWorker } from './testing/spawned-worker.fixture';

describeOnBothBackends('three workers', (environment) => {
  let folder: string;
  let api: ScaledApi;
  const workers = new Map<string, SpawnedWorker>();
  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'fleet-'));
    api = await ScaledApi.start();
  });
  afterEach(async () => {
    await Promise.all([...workers.values()].map((worker) => worker.kill('SIGKILL')));
    api.stop();
    rmSync(folder, { recursive: true });
  });

  function start(name: string): void {
    const rules = join(folder, `${name}.yaml`);
    writeFileSync(rules, api.rules(name));
    workers.set(name, new SpawnedWorker({ ...environment(), SCALING_CONFIG: rules }));
  }

  const changesDone = () =>
    [...workers.values()]
      .map(({ output }) => output)
      .join('')
      .split('scale_up, done').length - 1;

  it('change a target one at a time, and finish what one did that was killed', async () => {
    api.isStuck = true;
    for (const name of ['ana', 'ben', 'cleo']) start(name);
    await until(() => api.ordersBy.length === 1);
    const [victim = ''] = api.ordersBy;
    api.isStuck = false;
    await workers.get(victim)?.kill('SIGKILL');

    await until(() => changesDone() === 1);
    expect(api.ordersBy.slice(1)).not.toContain(victim);

    // Whatever somebody else makes of it is put right again, and by one of them at a time.
    for (const times of [2, 3, 4]) {
      api.workers = 1;
      await until(() => changesDone() === times);
      expect(api.workers).toBe(2);
    }
    expect(api.mostAtOnce).toBe(1);

    const left = [...workers].filter(([name]) => name !== victim);
    expect(await Promise.all(left.map(([, worker]) => worker.kill('SIGTERM')))).toEqual([0, 0]);
  });
});
