import { randomUUID } from 'node:crypto';
import { until } from '@repo/foundation/testing';
import { TestApi } from '../../testing/api.fixture';
import { TaskClient, TASKS, type Message } from './task-client.fixture';
import { TaskTools, TaskToolsModule } from './task-tools.fixture';

describe('notices of tasks', () => {
  let api: TestApi;
  beforeAll(async () => {
    api = await TestApi.start({ MCP_AUTH: 'required' }, TaskToolsModule);
  });
  afterAll(() => api.stop());

  const client = (subject?: string, scopes?: string[]) => new TaskClient(api, subject, scopes);
  const next = async (messages: AsyncGenerator<Message, void>) => (await messages.next()).value!;

  it('say what tasks/get would, from the start on and at each change', async () => {
    const anna = client();
    const key = randomUUID();
    const taskId = await anna.start('held', { key });
    await until(() => TaskTools.holds(key));
    const messages = anna.listen([taskId]);

    expect((await next(messages)).params).toMatchObject({ notifications: { taskIds: [taskId] } });
    const first = await next(messages);
    expect(first.method).toBe('notifications/tasks');
    expect(first.params).toMatchObject({
      ...{ taskId, status: 'working', statusMessage: 'held (1/2)' },
      _meta: { 'io.modelcontextprotocol/subscriptionId': 1 },
    });

    TaskTools.release(key);
    const { params } = await next(messages);
    const { result } = await anna.get(taskId);
    expect({ ...params, resultType: 'complete', _meta: result!['_meta'] }).toEqual(result);
    expect(params).toMatchObject({
      status: 'completed',
      result: { content: [{ text: `released ${key}` }] },
    });
    await messages.return();
  });

  it('bring the questions of a task, and what becomes of it', async () => {
    const anna = client();
    const { result } = await anna.ask(
      'tools/call',
      { name: 'greet', arguments: {} },
      { capabilities: { ...TASKS, elicitation: { form: {} } } },
    );
    const taskId = result!.taskId!;
    await anna.until(taskId, 'input_required');
    const messages = anna.listen([taskId]);
    await next(messages);
    expect((await next(messages)).params).toMatchObject({
      status: 'input_required',
      inputRequests: { who: { method: 'elicitation/create' } },
    });
    const who = { action: 'accept', content: { name: 'Anna' } };
    await anna.ask('tasks/update', { taskId, inputResponses: { who } });
    let last = await next(messages);
    if (last.params.status === 'working') last = await next(messages);
    expect(last.params).toMatchObject({
      status: 'completed',
      result: { content: [{ text: 'Hello, Anna!' }] },
    });
    await messages.return();
  });

  it('are of tasks that the caller may see', async () => {
    const anna = client('anna', ['secrets:read']);
    const own = await anna.start('quick');
    const foreign = await client('bob').start('quick');
    const secret = await anna.start('secret');
    const asked = [foreign, own, randomUUID(), 'none', own, secret];

    const all = anna.listen(asked);
    const acknowledged = (await next(all)).params.notifications?.['taskIds'] as string[];
    expect(acknowledged.sort()).toEqual([own, secret].sort());
    await all.return();

    const fewer = client('anna').listen(asked);
    expect((await next(fewer)).params).toMatchObject({ notifications: { taskIds: [own] } });
    await fewer.return();
  });

  it('need a client that declares tasks', async () => {
    const answers = client().listen([randomUUID()], {});
    expect((await next(answers)).error).toMatchObject({
      code: -32021,
      data: { requiredCapabilities: TASKS },
    });
  });

  it.each<[string, unknown]>([
    ['no list', 'task'],
    ['no texts', [1]],
    ['too many', Array.from({ length: 101 }, () => randomUUID())],
    ['too long', ['x'.repeat(129)]],
  ])('are refused for ids that are %s', async (_what, ids) => {
    const answers = client().listen(ids);
    expect((await next(answers)).error).toMatchObject({ code: -32602 });
  });
});
