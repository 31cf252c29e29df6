import { randomUUID } from 'node:crypto';
import { until } from '@repo/foundation/testing';
import { TestApi } from '../../testing/api.fixture';
import { TaskClient, TASKS } from './task-client.fixture';
import { TaskTools, TaskToolsModule } from './task-tools.fixture';

const ASKABLE = { ...TASKS, elicitation: { form: {} } };
const accept = (name: string) => ({ action: 'accept', content: { name } });

describe('tasks on the wire of 2026-07-28', () => {
  let api: TestApi;
  let anna: TaskClient;
  beforeAll(async () => {
    api = await TestApi.start({}, TaskToolsModule);
    anna = new TaskClient(api);
  });
  afterAll(() => api.stop());

  const call = (name: string, more: object = {}, capabilities: object = ASKABLE) =>
    anna.ask('tools/call', { name, arguments: {}, ...more }, { capabilities });

  /** A task that waits for its client. */
  async function asking(): Promise<string> {
    const taskId = (await call('greet')).result!.taskId!;
    await anna.until(taskId, 'input_required');
    return taskId;
  }

  it.each<[string, object]>([
    ['tasks/get', {}],
    ['tasks/update', { inputResponses: {} }],
    ['tasks/cancel', {}],
  ])('%s answers a foreign id, byte for byte, as an unknown one', async (method, more) => {
    const taskId = await anna.start('quick');
    const bob = new TaskClient(api, 'bob');
    const foreign = await bob.raw(method, { taskId, ...more });
    const answer = JSON.parse(foreign.body) as object;
    expect(answer).toMatchObject({ error: { code: -32602 } });
    for (const id of [randomUUID(), 'none', '', taskId.toUpperCase(), `${taskId} `, '../etc']) {
      const headers = { 'mcp-name': `=?base64?${Buffer.from(id).toString('base64')}?=` };
      expect(await bob.raw(method, { taskId: id, ...more }, { headers })).toEqual(foreign);
    }
    expect(await anna.raw(method, { taskId, ...more })).not.toEqual(foreign);
  });

  it('shows no anonymous caller the task of a named one', async () => {
    const taskId = await anna.start('quick');
    const answer = await api.fetch('/mcp', {
      method: 'POST',
      headers: {
        ...{ 'content-type': 'application/json', accept: 'application/json, text/event-stream' },
        ...{ 'mcp-protocol-version': '2026-07-28', 'mcp-method': 'tasks/get', 'mcp-name': taskId },
      },
      body: JSON.stringify({
        ...{ jsonrpc: '2.0', id: 1, method: 'tasks/get' },
        params: {
          taskId,
          _meta: {
            'io.modelcontextprotocol/protocolVersion': '2026-07-28',
            'io.modelcontextprotocol/clientCapabilities': TASKS,
          },
        },
      }),
    });
    expect(await answer.json()).toMatchObject({ error: { code: -32602 } });
  });

  it('checks the scopes of the tool again whenever the task is read', async () => {
    const may = new TaskClient(api, 'carol', ['secrets:read']);
    const taskId = await may.start('secret');
    await may.until(taskId, 'completed');
    const mayNot = new TaskClient(api, 'carol');
    const unknown = await mayNot.raw('tasks/get', { taskId: randomUUID() });
    expect(await mayNot.raw('tasks/get', { taskId })).toEqual(unknown);
  });

  it.each<[string, unknown]>([
    ['a number', 1],
    ['missing', undefined],
    ['an object', {}],
    ['too long', 'x'.repeat(129)],
  ])('refuses an id that is %s', async (_what, taskId) => {
    const headers: Record<string, string> = typeof taskId === 'string' ? {} : { 'mcp-name': '1' };
    const { status, body } = await anna.raw('tasks/get', { taskId }, { headers });
    const { error } = JSON.parse(body) as { error: { code: number } };
    expect([-32602, -32020]).toContain(error.code);
    expect(status).toBeLessThan(500);
  });

  it('has the header name the task', async () => {
    const taskId = await anna.start('quick');
    for (const headers of [{ 'mcp-name': randomUUID() }, { 'mcp-name': '' }]) {
      const { status, body } = await anna.raw('tasks/get', { taskId }, { headers });
      expect(status).toBe(400);
      expect(JSON.parse(body)).toMatchObject({ error: { code: -32020 } });
    }
  });

  it.each(['tasks/get', 'tasks/update', 'tasks/cancel'])(
    '%s needs a client that declares tasks',
    async (method) => {
      const taskId = await anna.start('quick');
      const params = { taskId, inputResponses: {} };
      const { error } = await anna.ask(method, params, { capabilities: {} });
      expect(error).toMatchObject({ code: -32021, data: { requiredCapabilities: TASKS } });
    },
  );

  it('answers a client without tasks itself, and refuses it where there is no other way', async () => {
    expect((await call('quick', {}, {})).result).toMatchObject({
      ...{ resultType: 'complete', content: [{ text: 'quick' }] },
    });
    expect((await call('only_later', {}, {})).error).toMatchObject({ code: -32021 });
    expect((await call('only_later')).result).toMatchObject({ resultType: 'task' });
  });

  it('takes no notice of the field by which older clients ask for a task', async () => {
    const { result } = await call('quick', { task: { ttl: 1 } }, {});
    expect(result).toMatchObject({ resultType: 'complete', content: [{ text: 'quick' }] });
    expect((await call('plain', { task: {} })).result).toMatchObject({ resultType: 'complete' });
  });

  it('ignores answers to what it did not ask, and to what was answered', async () => {
    const taskId = await asking();
    const update = (inputResponses: object) => anna.ask('tasks/update', { taskId, inputResponses });
    const acknowledged = await update({ other: accept('Eve'), ['__proto__']: accept('Eve') });
    expect(acknowledged.result).toEqual({
      resultType: 'complete',
      _meta: expect.anything() as object,
    });
    expect((await anna.get(taskId)).result).toMatchObject({
      ...{ status: 'input_required', inputRequests: { who: {} } },
    });
    await update({ who: accept('Anna') });
    await update({ who: accept('Eve') });
    const { result } = await anna.until(taskId, 'completed');
    expect(result).toMatchObject({ result: { content: [{ text: 'Hello, Anna!' }] } });
    expect((await update({ who: accept('Eve') })).error).toBeUndefined();
  });

  it.each<[string, object]>([
    ['many', Object.fromEntries(Array.from({ length: 101 }, (_, at) => [`k${at}`, {}]))],
    ['large', { who: accept('x'.repeat(256 * 1_024)) }],
  ])('refuses answers that are too %s, and goes on waiting', async (_what, inputResponses) => {
    const taskId = await asking();
    const { error } = await anna.ask('tasks/update', { taskId, inputResponses });
    expect(error).toMatchObject({ code: -32602 });
    expect((await anna.get(taskId)).result).toMatchObject({ status: 'input_required' });
    await anna.ask('tasks/cancel', { taskId });
    await anna.until(taskId, 'cancelled');
  });

  describe('of a tool that asks first', () => {
    const first = (more: object = {}) =>
      call('greet_first', { arguments: { greeting: 'Hi' }, ...more });

    it('is made when that is answered', async () => {
      const { result } = await first();
      expect(result).toMatchObject({
        ...{ resultType: 'input_required', inputRequests: { who: {} } },
      });
      const inputResponses = { who: accept('Anna'), other: accept('Eve') };
      const task = await first({ requestState: result!['requestState'], inputResponses });
      expect(task.result).toMatchObject({ resultType: 'task', status: 'working' });
      const done = await anna.until(task.result!.taskId!, 'completed');
      expect(done.result).toMatchObject({ result: { content: [{ text: 'Hi, Anna!' }] } });
    });

    it('is not made of arguments that do not fit, nor asked for', async () => {
      const { result } = await first({ arguments: { greeting: 'much too long a greeting' } });
      expect(result).toMatchObject({ resultType: 'complete', isError: true });
    });

    it('is not made by answers that no task would keep', async () => {
      const { error } = await first({ inputResponses: { who: accept('x'.repeat(256 * 1_024)) } });
      expect(error).toMatchObject({ code: -32602 });
    });
  });

  it('ends a task that runs, and leaves alone one that has ended', async () => {
    const key = randomUUID();
    const running = await anna.start('held', { key });
    await until(() => TaskTools.holds(key));
    const { result } = await anna.ask('tasks/cancel', { taskId: running });
    expect(result).not.toHaveProperty('status');
    await anna.until(running, 'cancelled');
    expect(TaskTools.holds(key)).toBe(false);

    const ended = await anna.start('quick');
    await anna.until(ended, 'completed');
    expect((await anna.ask('tasks/cancel', { taskId: ended })).error).toBeUndefined();
    expect((await anna.get(ended)).result).toMatchObject({ status: 'completed' });
  });
});
