import { randomUUID } from 'node:crypto';
import { until } from '@repo/foundation/testing';
import { Tool } from '@repo/mcp-core';
import { describeOnBothBackends } from '@repo/queue/testing';
import { Injectable, Module } from '@nestjs/common';
import { z } from 'zod';
import { TaskClient, TASKS } from '../../mcp/tasks/task-client.fixture';
import { TaskTools, TaskToolsModule } from '../../mcp/tasks/task-tools.fixture';
import { TestApi } from '../../testing/api.fixture';

/** Whether the broken tool has been mended. */
let isMended = false;

@Injectable()
class BrokenTool {
  @Tool({
    name: 'broken',
    description: 'Has a fault.',
    input: z.object({ password: z.string() }),
    task: { support: 'optional', tries: 1 },
  })
  broken() {
    if (!isMended) throw new Error('a fault');
    return 'mended';
  }
}

@Module({ imports: [TaskToolsModule], providers: [BrokenTool] })
class Tools {}

interface Told {
  readonly id: string;
  readonly status: string;
  readonly dead: boolean;
  readonly traceId: string;
  readonly arguments: unknown;
}

describeOnBothBackends('/admin/tasks', (store) => {
  let api: TestApi;
  let token: string;
  beforeAll(async () => {
    api = await TestApi.start({ ...store(), API_KEY: 'the-key-of-tests' }, Tools);
    token = api.sign({
      ...{ clientId: 'ops', subject: 'olga', lifetime: 900 },
      scopes: ['tasks:read', 'tasks:manage', 'audit:read'],
    });
  });
  beforeEach(() => (isMended = false));
  afterAll(() => api.stop());

  const open = (path: string, method = 'GET', bearer = token) =>
    api.fetch(path, { method, headers: { authorization: `Bearer ${bearer}` } });
  const json = async <T>(path: string) => (await (await open(path)).json()) as T;
  const read = (id: string) => json<Told>(`/admin/tasks/${id}`);
  const list = (query: string) =>
    json<{ tasks: Told[]; next: string | null }>(`/admin/tasks?${query}`);
  const records = async (id: string) => {
    const wanted = `/admin/audit?detail=${encodeURIComponent(`task ${id}`)}`;
    return (await json<{ records: Record<string, unknown>[] }>(wanted)).records;
  };

  async function dead(client: TaskClient): Promise<string> {
    const id = await client.start('broken', { password: 'hunter2' });
    await until(async () => (await read(id)).dead);
    return id;
  }

  it('asks for scopes of its own', async () => {
    const reader = api.sign({ clientId: 'r', scopes: ['tasks:read'], lifetime: 60 });
    const other = api.sign({ clientId: 'o', scopes: ['audit:read'], lifetime: 60 });
    const id = randomUUID();
    expect((await open('/admin/tasks', 'GET', other)).status).toBe(403);
    expect((await open(`/admin/tasks/${id}/cancel`, 'POST', reader)).status).toBe(403);
    expect((await open(`/admin/tasks/${id}/retry`, 'POST', reader)).status).toBe(403);
    expect((await open('/admin/tasks', 'GET', reader)).status).toBe(200);
  });

  it('lists tasks by how they are, of whom and of what, a page at a time', async () => {
    const [bert, cleo] = [`bert-${randomUUID()}`, `cleo-${randomUUID()}`];
    const ids: string[] = [];
    for (const name of ['quick', 'quick', 'greet']) {
      const client = new TaskClient(api, bert);
      const options = { capabilities: { ...TASKS, elicitation: { form: {} } } };
      const { result } = await client.ask('tools/call', { name, arguments: {} }, options);
      ids.unshift(result!.taskId!);
      await until(async () => (await read(result!.taskId!)).status !== 'working');
    }
    const idsOf = async (query: string) => (await list(query)).tasks.map(({ id }) => id);
    expect(await idsOf(`owner=${bert}`)).toEqual(ids);
    expect(await idsOf(`owner=${bert}&tool=quick`)).toEqual(ids.slice(1));
    expect(await idsOf(`owner=${bert}&status=input_required`)).toEqual([ids[0]]);
    expect(await idsOf(`owner=${cleo}`)).toEqual([]);
    expect((await list('owner=test')).tasks.length).toBeGreaterThanOrEqual(3);

    const first = await list(`owner=${bert}&limit=2`);
    expect(first.tasks.map(({ id }) => id)).toEqual(ids.slice(0, 2));
    const second = await list(`owner=${bert}&limit=2&cursor=${first.next}`);
    expect(second).toMatchObject({ tasks: [{ id: ids[2] }], next: null });
    for (const query of ['limit=0', 'cursor=x', 'status=done', 'more=1']) {
      expect((await open(`/admin/tasks?${query}`)).status).toBe(400);
    }
  });

  it('shows what one was called with, but no secret and no result', async () => {
    const id = await dead(new TaskClient(api));
    const told = await read(id);
    expect(told).toMatchObject({
      ...{ status: 'completed', dead: true, tool: 'broken', principal: 'anna', client: 'test' },
      arguments: { password: '***' },
    });
    expect(JSON.stringify(told)).not.toContain('hunter2');
    expect((await open(`/admin/tasks/${randomUUID()}`)).status).toBe(404);
    expect((await open('/admin/tasks/1%27')).status).toBe(404);
  });

  it('ends one that runs, and says in the audit trail who did', async () => {
    const anna = new TaskClient(api);
    const key = randomUUID();
    const id = await anna.start('held', { key });
    await until(() => TaskTools.holds(key));
    expect((await open(`/admin/tasks/${id}/cancel`, 'POST')).status).toBe(204);
    await anna.until(id, 'cancelled');

    const { traceId } = await read(id);
    await until(async () => (await records(id)).length === 3);
    const told = await records(id);
    expect(told).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ kind: 'tool', name: 'held', principal: 'anna', outcome: 'ok' }),
        expect.objectContaining({ kind: 'task', name: 'tasks/cancel', principal: 'olga' }),
        expect.objectContaining({ kind: 'tool', requestId: id, outcome: 'cancelled' }),
      ]),
    );
    expect(new Set(told.map((record) => record['traceId']))).toEqual(new Set([traceId]));
    expect(traceId).toMatch(/^[0-9a-f]{32}$/);
    expect(api.log.messages).toContain(`task.cancelled: ${id} of held`);
  });

  it('has a dead one run again, with all of its tries', async () => {
    const anna = new TaskClient(api);
    const id = await dead(anna);
    isMended = true;
    expect((await open(`/admin/tasks/${id}/retry`, 'POST')).status).toBe(204);
    await until(async () => !(await read(id)).dead && (await read(id)).status === 'completed');
    expect(JSON.stringify((await anna.get(id)).result)).toContain('mended');
    expect((await open(`/admin/tasks/${id}/retry`, 'POST')).status).toBe(409);
    await until(async () => (await records(id)).some(({ name }) => name === 'tasks/retry'));
  });

  it('is not needed to retry the dead letter of one in the board of the queues', async () => {
    const anna = new TaskClient(api);
    const id = await dead(anna);
    isMended = true;
    // The task is dead a moment before its letter is there.
    await until(async () => {
      const again = await api.fetch(`/admin/queues/api/queues/tasks-test-server/${id}-1/retry`, {
        method: 'PUT',
        headers: { authorization: 'Bearer the-key-of-tests', 'sec-fetch-site': 'same-origin' },
      });
      return again.status < 300;
    });
    await until(async () => !(await read(id)).dead);
    await anna.until(id, 'completed');
    expect(JSON.stringify((await anna.get(id)).result)).toContain('mended');
  });
});

describe('tasks in the audit trail', () => {
  it('have the trace that their client names, and what it answered', async () => {
    const api = await TestApi.start({}, Tools);
    const auditor = api.sign({ clientId: 'auditor', scopes: ['audit:read'], lifetime: 60 });
    const headers = { authorization: `Bearer ${auditor}` };
    const anna = new TaskClient(api);
    const traceId = randomUUID().replaceAll('-', '');
    const { result } = await anna.ask(
      'tools/call',
      {
        name: 'greet',
        arguments: {},
        _meta: { traceparent: `00-${traceId}-${'b'.repeat(16)}-00` },
      },
      { capabilities: { ...TASKS, elicitation: { form: {} } } },
    );
    const taskId = result!.taskId!;
    await anna.until(taskId, 'input_required');
    const who = { action: 'accept', content: { name: 'Anna' } };
    await anna.ask('tasks/update', { taskId, inputResponses: { who } });
    await anna.until(taskId, 'completed');
    let told: { name: string; detail: string; outcome: string }[] = [];
    await until(async () => {
      const answer = await api.fetch(`/admin/audit?traceId=${traceId}`, { headers });
      ({ records: told } = (await answer.json()) as { records: typeof told });
      return told.length === 4;
    });
    expect(told.map(({ name, outcome }) => `${name} ${outcome}`).sort()).toEqual([
      'greet input_required',
      'greet ok',
      'greet ok',
      'tasks/update ok',
    ]);
    expect(new Set(told.map(({ detail }) => detail))).toEqual(new Set([`task ${taskId}`]));
    expect(JSON.stringify(told)).not.toContain('Bearer');
    await api.stop();
  });
});
