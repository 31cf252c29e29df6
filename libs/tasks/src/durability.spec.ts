import { eventually, until } from '@repo/foundation/testing';
import type { ToolContext } from '@repo/mcp-core';
import type { RunStore } from './storage/run-store';
import { describeTasks } from './testing/describe-tasks.fixture';

/** While it lasts, neither looks at runs nor sweeps come through. */
function outageOf(store: RunStore) {
  const { sweep, renew, see } = store;
  let [sweeps, looks] = [0, 0];
  const tookRuns: boolean[] = [];
  const fail = (count: () => void) => () => {
    count();
    return Promise.reject(new Error('the database is away'));
  };
  store.sweep = fail(() => (sweeps += 1));
  store.renew = store.see = fail(() => (looks += 1));
  return {
    sweeps: () => sweeps,
    looks: () => looks,
    /** Whether each sweep since took up runs. */
    tookRuns,
    /** @param renewed what every sweep but the first waits for: a busy machine may be late to renew */
    end: (renewed: Promise<void>) => {
      Object.assign(store, { renew, see });
      store.sweep = async (app, what) => {
        tookRuns.push(what.runs);
        if (tookRuns.length > 1) await renewed;
        return sweep.call(store, app, what);
      };
    },
  };
}

describeTasks('a task', (tasks) => {
  it('runs in another process than the one that took the call, which may end before', async () => {
    const api = await tasks().start();
    const { taskId } = await api.call();
    await tasks().stop(api);
    const other = await tasks().runner(() => 'done elsewhere');
    expect((await other.ended(taskId)).result?.content).toEqual([
      { type: 'text', text: 'done elsewhere' },
    ]);
  });

  it('goes on where its process died, from its checkpoint and with the same key', async () => {
    const api = await tasks().start();
    const { taskId } = await api.call();
    const claimed = await api.store.claim({ id: taskId, seq: 0 });
    await api.store.saveCheckpoint(claimed!, { page: 3 });
    await api.query(`UPDATE task SET due_at = now()`);
    await tasks().runner((context) => [context.lastCheckpoint, context.idempotencyKey]);
    const { result } = await api.ended(taskId);
    expect(JSON.parse(result!.content[0]!.text)).toEqual([{ page: 3 }, taskId]);
    expect(await api.row(taskId)).toMatchObject({ attempt: 1, seq: 1 });
  });

  it('runs although its job got lost, and however often it is asked for', async () => {
    const api = await tasks().start();
    let runs = 0;
    const { taskId } = await api.call();
    await tasks().queue.queue.obliterate({ force: true });
    await tasks().runner(() => (runs += 1));
    await tasks().runner(() => (runs += 1));
    expect((await api.ended(taskId)).status).toBe('completed');
    await tasks().queue.queue.addBulk(
      [0, 1].map((seq) => ({ name: 'run', data: { id: taskId, seq } })),
    );
    await until(async () => (await tasks().queue.queue.getWaitingCount()) === 0);
    expect(runs).toBe(1);
  });

  it('runs although the database was away as its job was taken', async () => {
    const api = await tasks().start();
    const broken = await tasks().runner(() => 'done');
    const { store } = broken;
    const claim = store.claim.bind(store);
    let tries = 0;
    store.claim = async (job) => {
      tries += 1;
      if (tries < 3) throw new Error('the database is away');
      return claim(job);
    };
    const { taskId } = await api.call();
    expect((await api.ended(taskId)).status).toBe('completed');
    expect(tries).toBe(3);
  });

  it('is no dead letter of its own where its job comes back after its end', async () => {
    const api = await tasks().start();
    await tasks().runner(() => 'done');
    const { taskId } = await api.call();
    await api.ended(taskId);
    const again = await tasks().queue.queue.add('run', { id: taskId, seq: 0 }, { jobId: 'again' });
    await until(() => again.isCompleted());
    expect(await tasks().queue.queue.getFailedCount()).toBe(0);
  });

  it('is ended once by a process that was thought dead, and its method told', async () => {
    const api = await tasks().start();
    let release = (_: string) => {};
    let reason: unknown;
    const work = ({ signal }: ToolContext) => {
      signal.addEventListener('abort', () => (reason = signal.reason));
      return new Promise<string>((resolve) => (release = resolve));
    };
    const slow = await tasks().runner(work, { concurrency: 1 });
    const { taskId } = await api.call();
    await until(async () => (await api.row(taskId))?.['run'] !== null);
    slow.store.renew = () => Promise.reject(new Error('the database is away'));
    await tasks().runner(() => 'by the next one');
    await api.query(`UPDATE task SET due_at = now() WHERE id = $1`, [taskId]);
    expect((await api.ended(taskId)).result?.content[0]?.text).toBe('by the next one');
    slow.store.renew = (runs) => slow.store.see(runs);
    await eventually(() => expect(String(reason)).toContain('Another process runs this task'));
    release('by the late one');
    await until(async () => (await tasks().queue.queue.getActiveCount()) === 0);
    expect((await api.get(taskId)).result?.content[0]?.text).toBe('by the next one');
  });

  it('keeps its run while the leases of all were over during an outage of the database', async () => {
    const api = await tasks().start();
    let runs = 0;
    let release = (_: string) => {};
    const work = () => {
      runs += 1;
      return new Promise<string>((resolve) => (release = resolve));
    };
    const both = [await tasks().runner(work), await tasks().runner(work)];
    const { taskId } = await api.call();
    await until(() => runs === 1);
    const outages = both.map(({ store }) => outageOf(store));
    await until(() => outages.every(({ sweeps }) => sweeps() > 0));
    await until(() => outages.some(({ looks }) => looks() > 0));
    await api.query(`UPDATE task SET due_at = now() - interval '1 second'`);
    let onRenewed = () => {};
    const renewed = new Promise<void>((resolve) => (onRenewed = resolve));
    for (const { end } of outages) end(renewed);
    await until(async () => Number((await api.row(taskId))?.['due_at']) > Date.now());
    onRenewed();
    await until(() => outages.every(({ tookRuns }) => tookRuns.length > 1));
    expect(outages.map(({ tookRuns }) => tookRuns.slice(0, 2))).toEqual([
      [false, true],
      [false, true],
    ]);
    release('the first');
    expect((await api.ended(taskId)).status).toBe('completed');
    expect(runs).toBe(1);
  });

  it('waits for a process of a version that has its tool', async () => {
    const api = await tasks().start();
    const old = await tasks().runner(undefined, { isOfAnotherVersion: true });
    const { taskId } = await api.call();
    await until(async () => Number((await api.row(taskId))?.['seq']) > 0);
    await tasks().runner(() => 'known');
    expect((await api.ended(taskId)).status).toBe('completed');
    expect(await api.row(taskId)).toMatchObject({ attempt: 0 });
    await tasks().stop(old);
  });

  it('is tried again, and becomes a dead letter that a person may retry', async () => {
    const api = await tasks().start();
    let fails = 0;
    await tasks().runner(() => {
      if (fails < 2) throw new Error(`fault ${(fails += 1)}`);
      return 'mended';
    });
    const { taskId } = await api.call();
    expect((await api.ended(taskId)).result?.isError).toBe(true);
    await until(async () => (await api.row(taskId))?.['due_at'] === null);
    const [letter, ...others] = await tasks().queue.queue.getFailed();
    expect(others).toEqual([]);
    expect(letter?.failedReason).toContain(`Task ${taskId} of work failed 2 times.`);
    await letter!.retry('failed');
    await eventually(async () =>
      expect((await api.get(taskId)).result?.content[0]?.text).toBe('mended'),
    );
  });

  it('of a process that it kills is not tried for ever, and becomes a dead letter', async () => {
    const api = await tasks().start();
    const { taskId } = await api.call();
    await api.dieWith(taskId, 0);
    expect(await api.store.sweep(tasks().app, { runs: true })).toMatchObject([
      { id: taskId, seq: 1 },
    ]);
    await api.dieWith(taskId, 1);
    let runs = 0;
    await tasks().runner(() => (runs += 1));
    const told = await api.ended(taskId);
    expect(told).toMatchObject({ status: 'failed', error: { code: -32603 } });
    await until(async () => (await tasks().queue.queue.getFailedCount()) === 1);
    // The queue brings back what it thinks is lost.
    const seqs = [0, 1, 2].map((seq) => ({ name: 'run', data: { id: taskId, seq } }));
    await tasks().queue.queue.addBulk(seqs.slice(0, 2));
    await until(
      async () => (await tasks().queue.queue.getJobCountByTypes('waiting', 'active')) === 0,
    );
    expect(runs).toBe(0);
    const [letter] = await tasks().queue.queue.getFailed();
    await letter!.retry('failed');
    await until(() => runs === 1);
  });
});
