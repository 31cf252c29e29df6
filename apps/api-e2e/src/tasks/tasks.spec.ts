import { InspectorClient } from '../clients/inspector.client';
import { V1Client } from '../clients/v1.client';
import { V2Client } from '../clients/v2.client';
import { type FixtureHost, startFixtureHost } from '../process/fixture-host';
import { ExtTasksCaller } from './ext-tasks.caller';
import type { TaskCaller } from './task-caller.interface';
import { V1TasksCaller } from './v1-tasks.caller';

let host: FixtureHost;

beforeAll(async () => {
  host = await startFixtureHost();
});

afterAll(() => host.process.stop());

const callers: [string, () => Promise<TaskCaller>][] = [
  ['the official package, in the modern era', () => ExtTasksCaller.connect(host.url, 'modern')],
  ['the official package, in the legacy era', () => ExtTasksCaller.connect(host.url, 'legacy')],
  ['the v1 client with its experimental tasks', () => V1TasksCaller.connect(host.url)],
];

describe.each(callers)('tasks, by %s', (_name, connect) => {
  let client: TaskCaller;
  beforeAll(async () => {
    client = await connect();
  });
  afterAll(() => client.close());

  it('end in the result of the call', async () => {
    expect(await client.call('slow_compute', { seconds: 1 })).toEqual({
      ...{ status: 'completed', text: 'Computed it in 1 s' },
    });
  });

  it('ask in the middle', async () => {
    expect(await client.call('confirm_delete', { filename: 'a.txt' })).toEqual({
      ...{ status: 'completed', text: 'Deleted a.txt' },
    });
  });

  it('ask two things at once', async () => {
    expect(await client.call('multi_input')).toEqual({
      ...{ status: 'completed', text: 'accept and accept' },
    });
  });

  it('are cancelled', async () => {
    const taskId = await client.start('slow_compute', { seconds: 600 });
    await client.cancel(taskId);
    expect(await client.wait(taskId)).toEqual({ status: 'cancelled' });
  });

  it('fail by an error of the protocol', async () => {
    expect(await client.call('protocol_error_job')).toEqual({ status: 'failed' });
  });

  it('are waited for by a connection that did not start them', async () => {
    const gone = await connect();
    const taskId = await gone.start('slow_compute', { seconds: 1, label: 'the rest' });
    await gone.disconnect();
    expect(await client.wait(taskId)).toEqual({
      ...{ status: 'completed', text: 'Computed the rest in 1 s' },
    });
  });
});

describe('a client without tasks', () => {
  it.each([
    ['of the first generation', () => V1Client.overHttp(host.url)],
    ['of the second, in the legacy era', () => V2Client.overHttp(host.url, 'legacy')],
    ['of the second, in the modern era', () => V2Client.overHttp(host.url, 'modern')],
  ])('%s waits for the answer, and answers in the middle', async (_which, connect) => {
    const client = await connect();
    const slow = await client.callTool('slow_compute', { seconds: 1 });
    expect(slow.text).toBe('Computed it in 1 s');
    const asked = await client.callTool('confirm_delete', { filename: 'b.txt' });
    expect(asked.text).toBe('Deleted b.txt');
    await expect(client.callTool('failing_job')).rejects.toThrow();
    await client.close();
  });
});

describe.each(['legacy', 'modern'] as const)('the Inspector in the %s era', (era) => {
  it('calls a tool as a task', async () => {
    const inspector = InspectorClient.overHttp(host.url, era);
    const { text } = await inspector.callTool('slow_compute', { seconds: 1 }, ['--task']);
    expect(text).toBe('Computed it in 1 s');
  });
});
