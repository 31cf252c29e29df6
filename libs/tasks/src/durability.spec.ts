import { randomUUID } from 'node:crypto';
import { eventually, until } from '@repo/foundation/testing';
import { describeOnBothBackends, TestQueue } from '@repo/queue/testing';
import { elicit, type ToolContext } from '@repo/mcp-core';
import { z } from 'zod';
import type { RunStore } from './storage/run-store';
import { tasksSchema } from './storage/tasks-schema';
import { taskQueueName } from './run/task-queue-name';
import { TaskProcess, type TaskProcessOptions } from './testing/task-process.fixture';

/** Never ends, but by its signal. */
const hang = ({ signal }: ToolContext) =>
  new Promise<never>((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason as Error));
  });

const askName = () =>
  elicit({ message: 'Who?', schema: z.object({ name: z.string().optional() }) });

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
    end: () => {
      Object.assign(store, { renew, see });
      store.sweep = (app, what) => {
        tookRuns.push(what.runs);
        return sweep.call(store, app, what);
      };
    },
  };
}

describeOnBothBackends(
  'a task',
  (environment) => {
    let app: string;
    let queue: TestQueue;
    let started: TaskProcess[];
    beforeEach(() => {
      app = randomUUID();
      started = [];
      queue = new TestQueue(environment(), taskQueueName(app));
    });
    afterEach(async () => {
      await Promise.all(started.map((one) => one.stop()));
      await queue.close();
    });

    async function start(options: Partial<TaskProcessOptions> = {}): Promise<TaskProcess> {
      const one = await TaskProcess.start({ app, environment: environment(), ...options });
      started.push(one);
      return one;
    }

    async function stop(one: TaskProcess): Promise<void> {
      started = started.filter((other) => other !== one);
      await one.stop();
    }

    const runner = (work: TaskProcessOptions['work'], options: Partial<TaskProcessOptions> = {}) =>
      start({ work, concurrency: 5, ...options });

    it('runs in another process than the one that took the call, which may end before', async () => {
      const api = await start();
      const { taskId } = await api.call();
      await stop(api);
      const other = await runner(() => 'done elsewhere');
      expect((await other.ended(taskId)).result?.content).toEqual([
        { type: 'text', text: 'done elsewhere' },
      ]);
    });

    it('goes on where its process died, from its checkpoint and with the same key', async () => {
      const api = await start();
      const { taskId } = await api.call();
      const claimed = await api.store.claim({ id: taskId, seq: 0 });
      await api.store.saveCheckpoint(claimed!, { page: 3 });
      await api.query(`UPDATE task SET due_at = now()`);
      await runner((context) => [context.lastCheckpoint, context.idempotencyKey]);
      const { result } = await api.ended(taskId);
      expect(JSON.parse(result!.content[0]!.text)).toEqual([{ page: 3 }, taskId]);
      expect(await api.row(taskId)).toMatchObject({ attempt: 1, seq: 1 });
    });

    it('runs although its job got lost, and however often it is asked for', async () => {
      const api = await start();
      let runs = 0;
      const { taskId } = await api.call();
      await queue.queue.obliterate({ force: true });
      await runner(() => (runs += 1));
      await runner(() => (runs += 1));
      expect((await api.ended(taskId)).status).toBe('completed');
      await queue.queue.addBulk([0, 1].map((seq) => ({ name: 'run', data: { id: taskId, seq } })));
      await until(async () => (await queue.queue.getWaitingCount()) === 0);
      expect(runs).toBe(1);
    });

    it('runs although the database was away as its job was taken', async () => {
      const api = await start();
      const broken = await runner(() => 'done');
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
      const api = await start();
      await runner(() => 'done');
      const { taskId } = await api.call();
      await api.ended(taskId);
      const again = await queue.queue.add('run', { id: taskId, seq: 0 }, { jobId: 'again' });
      await until(() => again.isCompleted());
      expect(await queue.queue.getFailedCount()).toBe(0);
    });

    it('is ended once by a process that was thought dead, and its method told', async () => {
      const api = await start();
      let release = (_: string) => {};
      let reason: unknown;
      const work = ({ signal }: ToolContext) => {
        signal.addEventListener('abort', () => (reason = signal.reason));
        return new Promise<string>((resolve) => (release = resolve));
      };
      const slow = await runner(work, { concurrency: 1 });
      const { taskId } = await api.call();
      await until(async () => (await api.row(taskId))?.['run'] !== null);
      slow.store.renew = () => Promise.reject(new Error('the database is away'));
      await runner(() => 'by the next one');
      await api.query(`UPDATE task SET due_at = now() WHERE id = $1`, [taskId]);
      expect((await api.ended(taskId)).result?.content[0]?.text).toBe('by the next one');
      slow.store.renew = (runs) => slow.store.see(runs);
      await eventually(() => expect(String(reason)).toContain('Another process runs this task'));
      release('by the late one');
      await until(async () => (await queue.queue.getActiveCount()) === 0);
      expect((await api.get(taskId)).result?.content[0]?.text).toBe('by the next one');
    });

    it('keeps its run while the leases of all were over during an outage of the database', async () => {
      const api = await start();
      let runs = 0;
      let release = (_: string) => {};
      const work = () => {
        runs += 1;
        return new Promise<string>((resolve) => (release = resolve));
      };
      const both = [await runner(work), await runner(work)];
      const { taskId } = await api.call();
      await until(() => runs === 1);
      const outages = both.map(({ store }) => outageOf(store));
      await until(() => outages.every(({ sweeps }) => sweeps() > 0));
      await until(() => outages.some(({ looks }) => looks() > 0));
      await api.query(`UPDATE task SET due_at = now() - interval '1 second'`);
      for (const { end } of outages) end();
      await until(async () => Number((await api.row(taskId))?.['due_at']) > Date.now());
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
      const api = await start();
      const old = await runner(undefined, { isOfAnotherVersion: true });
      const { taskId } = await api.call();
      await until(async () => Number((await api.row(taskId))?.['seq']) > 0);
      await runner(() => 'known');
      expect((await api.ended(taskId)).status).toBe('completed');
      expect(await api.row(taskId)).toMatchObject({ attempt: 0 });
      await stop(old);
    });

    it('is tried again, and becomes a dead letter that a person may retry', async () => {
      const api = await start();
      let fails = 0;
      await runner(() => {
        if (fails < 2) throw new Error(`fault ${(fails += 1)}`);
        return 'mended';
      });
      const { taskId } = await api.call();
      expect((await api.ended(taskId)).result?.isError).toBe(true);
      await until(async () => (await api.row(taskId))?.['due_at'] === null);
      const [letter, ...others] = await queue.queue.getFailed();
      expect(others).toEqual([]);
      expect(letter?.failedReason).toContain(`Task ${taskId} of work failed 2 times.`);
      await letter!.retry('failed');
      await eventually(async () =>
        expect((await api.get(taskId)).result?.content[0]?.text).toBe('mended'),
      );
    });

    it('of a process that it kills is not tried for ever, and becomes a dead letter', async () => {
      const api = await start();
      const { taskId } = await api.call();
      await api.dieWith(taskId, 0);
      expect(await api.store.sweep(app, { runs: true })).toMatchObject([{ id: taskId, seq: 1 }]);
      await api.dieWith(taskId, 1);
      let runs = 0;
      await runner(() => (runs += 1));
      const told = await api.ended(taskId);
      expect(told).toMatchObject({ status: 'failed', error: { code: -32603 } });
      await until(async () => (await queue.queue.getFailedCount()) === 1);
      // The queue brings back what it thinks is lost.
      const seqs = [0, 1, 2].map((seq) => ({ name: 'run', data: { id: taskId, seq } }));
      await queue.queue.addBulk(seqs.slice(0, 2));
      await until(async () => (await queue.queue.getJobCountByTypes('waiting', 'active')) === 0);
      expect(runs).toBe(0);
      const [letter] = await queue.queue.getFailed();
      await letter!.retry('failed');
      await until(() => runs === 1);
    });

    it('that is cancelled ends where it runs, and never begins where it does not', async () => {
      const api = await start();
      const waits = await api.call();
      await api.cancel(waits.taskId);
      let runs = 0;
      await runner((context) => {
        runs += 1;
        return hang(context);
      });
      const { taskId } = await api.call();
      await until(() => runs === 1);
      await api.cancel(taskId);
      expect((await api.ended(taskId)).status).toBe('cancelled');
      expect((await api.get(waits.taskId)).status).toBe('cancelled');
      expect(runs).toBe(1);
    });

    it.each([
      ['its process died', (api: TaskProcess, id: string) => api.dieWith(id)],
      [
        'its run was handed over',
        async (api: TaskProcess, id: string) => {
          const claimed = await api.store.claim({ id, seq: 0 });
          await api.cancel(id);
          expect(await api.store.handOver(claimed!, 0, false)).toBeUndefined();
        },
      ],
      [
        'it asked its client',
        async (api: TaskProcess, id: string) => {
          const claimed = await api.store.claim({ id, seq: 0 });
          await api.cancel(id);
          await api.store.park(claimed!, { who: {} });
        },
      ],
    ])('that is cancelled as %s is not begun again', async (_, meanwhile) => {
      const api = await start();
      const { taskId } = await api.call();
      await meanwhile(api, taskId);
      await api.cancel(taskId);
      let runs = 0;
      await runner(() => (runs += 1));
      expect((await api.ended(taskId)).status).toBe('cancelled');
      expect(await api.row(taskId)).toMatchObject({ run: null, due_at: null, questions: null });
      expect(runs).toBe(0);
    });

    it('keeps the result of a method that was done as it was cancelled', async () => {
      const api = await start();
      const { taskId } = await api.call();
      const claimed = await api.store.claim({ id: taskId, seq: 0 });
      await api.cancel(taskId);
      const end = { status: 'completed', outcome: 'ok', result: '{"content":[]}' } as const;
      expect(await api.store.finish(claimed!, end)).toBeDefined();
      await api.cancel(taskId);
      expect((await api.get(taskId)).status).toBe('completed');
    });

    it('takes each answer once, also where two clients give it at once, and runs on elsewhere', async () => {
      const api = await start();
      let runs = 0;
      const work = async (context: ToolContext) => {
        runs += 1;
        const { who } = await context.requestInput({ who: askName() });
        return `Hello, ${who.content?.name}!`;
      };
      const first = await runner(work);
      const { taskId } = await api.call();
      const asked = await api.ended(taskId);
      expect(Object.keys(asked.inputRequests ?? {})).toEqual(['who']);
      await stop(first);
      await runner(work);
      const answers = ['Ada', 'Bob'].map((name) => ({
        who: { action: 'accept', content: { name } },
      }));
      await Promise.all(answers.map((one) => api.answer(taskId, one)));
      await api.answer(taskId, { who: { action: 'decline' } });
      const { result } = await api.ended(taskId);
      expect(result?.content[0]?.text).toMatch(/^Hello, (Ada|Bob)!$/);
      expect(runs).toBe(2);
    });

    it('goes on elsewhere when its process ends, without having failed', async () => {
      const api = await start();
      const leaving = await runner(() => new Promise(() => undefined));
      const { taskId } = await api.call();
      await until(async () => (await api.row(taskId))?.['run'] !== null);
      const left = stop(leaving);
      await runner(() => 'by the next one');
      expect((await api.ended(taskId)).result?.content[0]?.text).toBe('by the next one');
      await left;
      expect(await api.row(taskId)).toMatchObject({ attempt: 0 });
    });

    it('is not begun by a process that ends, and not kept by it', async () => {
      const api = await start();
      let runs = 0;
      const leaving = await runner(() => (runs += 1));
      const { store } = leaving;
      const claim = store.claim.bind(store);
      let left: Promise<void> | undefined;
      store.claim = async (job) => {
        left ??= stop(leaving);
        // The process looks whether it runs anything while this is not answered.
        await new Promise((resolve) => setImmediate(resolve));
        return claim(job);
      };
      const { taskId } = await api.call();
      await until(() => left !== undefined);
      await left;
      expect(runs).toBe(0);
      expect(await api.row(taskId)).toMatchObject({ run: null, status: 'working', attempt: 0 });
    });

    it('whose time is over is stopped and deleted', async () => {
      const api = await start();
      let reason: unknown;
      await runner(async (context) => {
        context.signal.addEventListener('abort', () => (reason = context.signal.reason));
        return hang(context);
      });
      const { taskId } = await api.call();
      await until(async () => (await api.row(taskId))?.['run'] !== null);
      await api.query(`UPDATE task SET expires_at = now() WHERE id = $1`, [taskId]);
      await until(async () => (await api.row(taskId)) === undefined);
      await until(() => reason !== undefined);
      await expect(api.get(taskId)).rejects.toThrow('Unknown task');
    });

    it('is taken up once by sweeps at the same time', async () => {
      const api = await start();
      const ids = await Promise.all(Array.from({ length: 20 }, () => api.call()));
      for (const { taskId } of ids) await api.dieWith(taskId);
      const swept = await Promise.all([0, 1, 2].map(() => api.store.sweep(app, { runs: true })));
      expect(
        swept
          .flat()
          .map(({ id }) => id)
          .toSorted(),
      ).toEqual(ids.map(({ taskId }) => taskId).toSorted());
      expect(
        await api.query(`SELECT DISTINCT seq, attempt FROM task WHERE app = $1`, [app]),
      ).toEqual([{ seq: 1, attempt: 1 }]);
    });
  },
  [tasksSchema],
);
