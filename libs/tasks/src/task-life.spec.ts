import { until } from '@repo/foundation/testing';
import { elicit, type ToolContext } from '@repo/mcp-core';
import { z } from 'zod';
import { describeTasks, hang } from './testing/describe-tasks.fixture';
import type { TaskProcess } from './testing/task-process.fixture';

const askName = () =>
  elicit({ message: 'Who?', schema: z.object({ name: z.string().optional() }) });

describeTasks('a task', (tasks) => {
  it('that is cancelled ends where it runs, and never begins where it does not', async () => {
    const api = await tasks().start();
    const waits = await api.call();
    await api.cancel(waits.taskId);
    let runs = 0;
    await tasks().runner((context) => {
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
    const api = await tasks().start();
    const { taskId } = await api.call();
    await meanwhile(api, taskId);
    await api.cancel(taskId);
    let runs = 0;
    await tasks().runner(() => (runs += 1));
    expect((await api.ended(taskId)).status).toBe('cancelled');
    expect(await api.row(taskId)).toMatchObject({ run: null, due_at: null, questions: null });
    expect(runs).toBe(0);
  });

  it('keeps the result of a method that was done as it was cancelled', async () => {
    const api = await tasks().start();
    const { taskId } = await api.call();
    const claimed = await api.store.claim({ id: taskId, seq: 0 });
    await api.cancel(taskId);
    const end = { status: 'completed', outcome: 'ok', result: '{"content":[]}' } as const;
    expect(await api.store.finish(claimed!, end)).toBeDefined();
    await api.cancel(taskId);
    expect((await api.get(taskId)).status).toBe('completed');
  });

  it('takes each answer once, also where two clients give it at once, and runs on elsewhere', async () => {
    const api = await tasks().start();
    let runs = 0;
    const work = async (context: ToolContext) => {
      runs += 1;
      const { who } = await context.requestInput({ who: askName() });
      return `Hello, ${who.content?.name}!`;
    };
    const first = await tasks().runner(work);
    const { taskId } = await api.call();
    const asked = await api.ended(taskId);
    expect(Object.keys(asked.inputRequests ?? {})).toEqual(['who']);
    await tasks().stop(first);
    await tasks().runner(work);
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
    const api = await tasks().start();
    const leaving = await tasks().runner(() => new Promise(() => undefined));
    const { taskId } = await api.call();
    await until(async () => (await api.row(taskId))?.['run'] !== null);
    const left = tasks().stop(leaving);
    await tasks().runner(() => 'by the next one');
    expect((await api.ended(taskId)).result?.content[0]?.text).toBe('by the next one');
    await left;
    expect(await api.row(taskId)).toMatchObject({ attempt: 0 });
  });

  it('is not begun by a process that ends, and not kept by it', async () => {
    const api = await tasks().start();
    let runs = 0;
    const leaving = await tasks().runner(() => (runs += 1));
    const { store } = leaving;
    const claim = store.claim.bind(store);
    let left: Promise<void> | undefined;
    store.claim = async (job) => {
      left ??= tasks().stop(leaving);
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
    const api = await tasks().start();
    let reason: unknown;
    await tasks().runner(async (context) => {
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
    const api = await tasks().start();
    const ids = await Promise.all(Array.from({ length: 20 }, () => api.call()));
    for (const { taskId } of ids) await api.dieWith(taskId);
    const swept = await Promise.all(
      [0, 1, 2].map(() => api.store.sweep(tasks().app, { runs: true })),
    );
    expect(
      swept
        .flat()
        .map(({ id }) => id)
        .toSorted(),
    ).toEqual(ids.map(({ taskId }) => taskId).toSorted());
    expect(
      await api.query(`SELECT DISTINCT seq, attempt FROM task WHERE app = $1`, [tasks().app]),
    ).toEqual([{ seq: 1, attempt: 1 }]);
  });
});
