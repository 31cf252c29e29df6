import { randomUUID } from 'node:crypto';
import { eventually, until } from '@repo/foundation/testing';
import { TestApi } from '../../testing/api.fixture';
import { LegacyClient, type LegacyTask } from './legacy-client.fixture';
import { TaskClient } from './task-client.fixture';
import { TaskTools, TaskToolsModule } from './task-tools.fixture';

const related = (taskId: string) => ({ 'io.modelcontextprotocol/related-task': { taskId } });

describe('tasks of 2025-11-25', () => {
  let api: TestApi;
  let anna: LegacyClient;
  beforeAll(async () => {
    api = await TestApi.start({ MAX_TASKS_PER_CALLER: '1000' }, TaskToolsModule);
    anna = await LegacyClient.connect(api);
  });
  afterAll(async () => {
    await anna.close();
    await api.stop();
  });

  const get = (taskId: string) => anna.ask('tasks/get', { taskId }) as Promise<unknown>;
  const statusIs = (taskId: string, status: string) =>
    eventually(async () => expect(await get(taskId)).toMatchObject({ status }));

  it('are what the server says that it has, to clients of this revision alone', async () => {
    const tasks = { list: {}, cancel: {}, requests: { tools: { call: {} } } };
    expect(anna.capabilities).toMatchObject({ tasks });
    const { extensions } = anna.capabilities as { extensions?: object };
    expect(Object.keys(extensions ?? {}).join()).not.toContain('tasks');

    const { result } = await new TaskClient(api).ask('server/discover', {});
    expect(result).not.toHaveProperty('capabilities.tasks');
    const older = await initializedAt('2025-06-18');
    expect(older.capabilities).not.toHaveProperty('tasks');
    expect((await initializedAt('2025-11-25')).capabilities).toMatchObject({ tasks });
  });

  async function initializedAt(protocolVersion: string) {
    const answer = await api.fetch('/mcp', {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        accept: 'application/json, text/event-stream',
      },
      body: JSON.stringify({
        ...{ jsonrpc: '2.0', id: 1, method: 'initialize' },
        params: { protocolVersion, capabilities: {}, clientInfo: { name: 't', version: '0' } },
      }),
    });
    return ((await answer.json()) as { result: { capabilities: object } }).result;
  }

  it('are what tools say that they have, to clients of this revision alone', async () => {
    const supportOf = (tools: unknown) =>
      Object.fromEntries(
        (tools as { name: string; execution?: { taskSupport?: string } }[]).map(
          ({ name, execution }) => [name, execution?.taskSupport],
        ),
      );
    const { tools } = await anna.ask('tools/list');
    expect(supportOf(tools)).toMatchObject({
      ...{ plain: undefined, quick: 'optional', only_later: 'required' },
    });
    const { result } = await new TaskClient(api).ask('tools/list', {});
    expect(supportOf(result!['tools'])).toMatchObject({ quick: undefined, only_later: undefined });
  });

  it('give the result of the call when it has ended, wherever that is asked', async () => {
    const key = randomUUID();
    const { taskId, status, ttl } = await anna.start('held', { key });
    expect({ status, ttl }).toEqual({ status: 'working', ttl: 86_400_000 });
    await eventually(async () =>
      expect(await get(taskId)).toMatchObject({ taskId, statusMessage: 'held (1/2)' }),
    );
    const other = await LegacyClient.connect(api);
    const waiting = [anna, other].map((client) => client.ask('tasks/result', { taskId }));
    TaskTools.release(key);
    for (const answer of await Promise.all(waiting)) {
      expect(answer).toMatchObject({
        content: [{ text: `released ${key}` }],
        _meta: related(taskId),
      });
    }
    expect(await get(taskId)).toMatchObject({ taskId, status: 'completed' });
    await other.close();
  });

  it('are kept as long as the client wants, and no longer than the server does', async () => {
    expect(await anna.start('quick', {}, { ttl: 60_000 })).toMatchObject({ ttl: 60_000 });
    expect(await anna.start('quick', {}, { ttl: 1e12 })).toMatchObject({ ttl: 86_400_000 });
    expect(await anna.start('quick', {}, { ttl: null })).toMatchObject({ ttl: 86_400_000 });
    await expect(anna.start('quick', {}, { ttl: -1 })).rejects.toMatchObject({ code: -32602 });
    await expect(anna.start('quick', {}, 'later')).rejects.toMatchObject({ code: -32602 });
  });

  it('ask on the stream of tasks/result, and say which task asks', async () => {
    const { taskId } = await anna.start('greet');
    await statusIs(taskId, 'input_required');
    anna.asked.length = 0;
    expect(await anna.ask('tasks/result', { taskId })).toMatchObject({
      content: [{ text: 'Hello, Anna!' }],
    });
    expect(anna.asked).toEqual([{ message: 'Who?', meta: related(taskId) }]);
  });

  it('ask a client that waits already', async () => {
    const { taskId } = await anna.start('greet');
    expect(await anna.ask('tasks/result', { taskId })).toMatchObject({
      content: [{ text: 'Hello, Anna!' }],
    });
  });

  it('ask a client that polls and does not wait, once, on the stream of its session', async () => {
    const { taskId } = await anna.start('greet');
    anna.asked.length = 0;
    await statusIs(taskId, 'completed');
    expect(anna.asked).toEqual([{ message: 'Who?', meta: related(taskId) }]);
  });

  it('have failed where the tool reports an error, which is their result', async () => {
    const { taskId } = await anna.start('report_fault');
    await statusIs(taskId, 'failed');
    expect(await get(taskId)).toMatchObject({ statusMessage: 'It does not fit.' });
    expect(await anna.ask('tasks/result', { taskId })).toMatchObject({
      ...{ isError: true, _meta: related(taskId) },
    });
  });

  it('are cancelled at once, and stay so', async () => {
    const key = randomUUID();
    const { taskId } = await anna.start('held', { key });
    await until(() => TaskTools.holds(key));
    const waiting = expect(anna.ask('tasks/result', { taskId })).rejects.toMatchObject({
      message: expect.stringContaining('was cancelled') as string,
    });
    expect(await anna.ask('tasks/cancel', { taskId })).toMatchObject({
      ...{ taskId, status: 'cancelled' },
    });
    expect(await get(taskId)).toMatchObject({ status: 'cancelled' });
    await expect(anna.ask('tasks/cancel', { taskId })).rejects.toMatchObject({ code: -32602 });
    await waiting;
    await until(() => !TaskTools.holds(key));
    expect(await get(taskId)).toMatchObject({ status: 'cancelled' });
  });

  it('are listed page by page, to their owner alone', async () => {
    const carol = await LegacyClient.connect(api, 'carol');
    const started: string[] = [];
    for (let count = 0; count < 101; count += 1) {
      started.unshift((await carol.start('quick')).taskId);
    }
    const first = (await carol.ask('tasks/list')) as unknown as Page;
    const second = (await carol.ask('tasks/list', {
      cursor: first.nextCursor,
    })) as unknown as Page;
    expect(first.tasks).toHaveLength(100);
    expect([...first.tasks, ...second.tasks].map(({ taskId }) => taskId)).toEqual(started);
    expect(second).not.toHaveProperty('nextCursor');
    await expect(carol.ask('tasks/list', { cursor: 'bm9uZQ' })).rejects.toMatchObject({
      code: -32602,
    });
    await carol.close();
  });

  it('are listed to no anonymous caller, who may read one by its id', async () => {
    const nobody = await LegacyClient.connect(api, '');
    const { taskId } = await nobody.start('quick');
    expect(await nobody.ask('tasks/list')).toEqual({ tasks: [] });
    expect(await nobody.ask('tasks/result', { taskId })).toMatchObject({
      content: [{ text: 'quick' }],
    });
    await nobody.close();
  });

  it.each(['tasks/get', 'tasks/result', 'tasks/cancel'])(
    'answer %s of a foreign task as of an unknown one',
    async (method) => {
      const { taskId } = await anna.start('quick');
      const bob = await LegacyClient.connect(api, 'bob');
      const refusal = (id: string) =>
        bob.ask(method, { taskId: id }).then(
          () => 'answered',
          ({ code, message }: { code: number; message: string }) => ({ code, message }),
        );
      const foreign = await refusal(taskId);
      expect(foreign).toMatchObject({ code: -32602 });
      expect(foreign).toEqual(await refusal(randomUUID()));
      await bob.close();
    },
  );

  it('are refused of tools that have none, and demanded of those that need one', async () => {
    await expect(anna.start('plain')).rejects.toMatchObject({ code: -32601 });
    const asCall = anna.ask('tools/call', { name: 'only_later', arguments: {} });
    await expect(asCall).rejects.toMatchObject({ code: -32601 });
    const called = await anna.ask('tools/call', { name: 'quick', arguments: {} });
    expect(called).toMatchObject({ content: [{ text: 'quick' }] });
  });

  it('end the wait with the client', async () => {
    const key = randomUUID();
    const { taskId } = await anna.start('held', { key });
    await until(() => TaskTools.holds(key));
    const leave = new AbortController();
    const waiting = anna.ask('tasks/result', { taskId }, leave.signal);
    const left = expect(waiting).rejects.toThrow();
    const cancelled = async () => {
      const metrics = await (await api.fetch('/metrics')).text();
      return /^mcp_requests_total\{.*method="tasks\/result".*status="cancelled".*\} (\d+)/m.exec(
        metrics,
      )?.[1];
    };
    const before = await cancelled();
    leave.abort();
    await left;
    await eventually(async () => expect(await cancelled()).not.toBe(before));
    TaskTools.release(key);
  });

  it('exist in no other revision', async () => {
    const modern = new TaskClient(api);
    for (const method of ['tasks/result', 'tasks/list']) {
      const { error } = await modern.ask(method, { taskId: randomUUID() });
      expect(error).toMatchObject({ code: -32601 });
    }
  });
});

describe('tasks of 2025-11-25 without sessions', () => {
  it('are started, read and listed', async () => {
    const api = await TestApi.start({ MCP_SESSIONS: 'off' }, TaskToolsModule);
    const anna = await LegacyClient.connect(api);
    const { taskId } = await anna.start('quick');
    expect(await anna.ask('tasks/result', { taskId })).toMatchObject({
      content: [{ text: 'quick' }],
    });
    expect(await anna.ask('tasks/list')).toMatchObject({ tasks: [{ taskId }] });
    const asking = await anna.start('greet');
    expect(await anna.ask('tasks/result', { taskId: asking.taskId })).toMatchObject({
      ...{ isError: true, content: [{ text: 'The client did not declare: elicitation' }] },
    });
    await anna.close();
    await api.stop();
  });
});

interface Page {
  readonly tasks: LegacyTask[];
  readonly nextCursor?: string;
}
