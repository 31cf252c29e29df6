import { randomUUID } from 'node:crypto';
import type { CallOptions, LiveClient } from './clients/client.interface';
import { itServesRequests } from './clients/serves-requests.suite';
import { stdioCommand } from './clients/stdio-command';
import { V1Client } from './clients/v1.client';
import { V2Client } from './clients/v2.client';
import { eventually } from '@repo/foundation/testing';
import { type FixtureHost, startFixtureHost } from './process/fixture-host';

const WATCHED = 'test://watched-resource';

let host: FixtureHost;

beforeAll(async () => {
  host = await startFixtureHost();
});

afterAll(() => host.process.stop());

const liveClients: [string, () => Promise<LiveClient>][] = [
  ['the v1 client over HTTP', () => V1Client.overHttp(host.url)],
  ['the v1 client over stdio', () => V1Client.overStdio(stdioCommand())],
  ['the v2 client in the legacy era over HTTP', () => V2Client.overHttp(host.url, 'legacy')],
  [
    'the v2 client in the legacy era over stdio',
    () => V2Client.overStdio(stdioCommand(), 'legacy'),
  ],
  ['the v2 client in the modern era over HTTP', () => V2Client.overHttp(host.url, 'modern')],
  [
    'the v2 client in the modern era over stdio',
    () => V2Client.overStdio(stdioCommand(), 'modern'),
  ],
];

describe.each(liveClients)('%s', (_name, connect) => {
  let client: LiveClient;

  beforeAll(async () => {
    client = await connect();
  });

  afterAll(() => client.close());

  itServesRequests(() => client);

  it('finds the tools in the same order each time', async () => {
    expect(await client.toolNames()).toEqual(await client.toolNames());
  });

  it('is suggested values for an argument', async () => {
    expect(await client.complete('test_prompt_with_arguments', 'arg1', 'par')).toEqual([
      'paris',
      'park',
      'party',
    ]);
  });

  it('answers a form that a tool shows to its person', async () => {
    const { text } = await client.callTool('test_elicitation', { message: 'Who are you?' });
    expect(text).toBe(
      'User response: action=accept, content={"username":"some username","email":"some email"}',
    );
  });

  it('lets a tool ask its model', async () => {
    const { text } = await client.callTool('test_sampling', { prompt: 'Say something.' });
    expect(text).toBe('LLM response: sampled text');
  });

  it('answers several rounds of questions of one call', async () => {
    const { text } = await client.callTool('test_input_required_result_multi_round');
    expect(text).toBe('some name likes some color');
  });

  it('answers questions of several kinds at once', async () => {
    const { text } = await client.callTool('test_input_required_result_multiple_inputs');
    expect(text).toBe('sampled text some name (1 roots)');
  });

  it('sees how far a call is', async () => {
    const steps: [number, number | undefined][] = [];
    await client.callTool(
      'test_tool_with_progress',
      {},
      { onProgress: (progress, total) => steps.push([progress, total]) },
    );
    expect(steps).toEqual([
      [0, 100],
      [50, 100],
      [100, 100],
    ]);
  });

  it.each<[string, CallOptions]>([
    ['has heard nothing of', {}],
    ['follows', { onProgress: () => undefined }],
  ])('stops a call that it %s', async (_how, options) => {
    const key = randomUUID();
    const fate = async () => (await client.callTool('fate_of', { key })).text;
    const cancel = new AbortController();
    const call = client.callTool('wait_for_abort', { key }, { ...options, signal: cancel.signal });
    const refused = expect(call).rejects.toThrow();

    await eventually(async () => expect(await fate()).toBe('waiting'));
    cancel.abort();

    await refused;
    await eventually(async () => expect(await fate()).toMatch(/^aborted/));
  });

  describe('watching for changes', () => {
    beforeAll(() => client.watch(WATCHED));

    it.each([
      ['test_trigger_tool_change', 'notifications/tools/list_changed'],
      ['test_trigger_prompt_change', 'notifications/prompts/list_changed'],
      ['test_trigger_resource_change', 'notifications/resources/list_changed'],
      ['touch_watched_resource', `notifications/resources/updated ${WATCHED}`],
    ])('is told what %s changed', async (tool, notice) => {
      // A legacy client opens its stream for notices in the background, so the first may come early.
      await eventually(async () => {
        await client.callTool(tool);
        await eventually(() => expect(client.notices).toContain(notice), 200);
      });
    });

    it('reads the changed resource', async () => {
      const { text } = await client.callTool('touch_watched_resource');
      expect(await client.readResource(WATCHED)).toBe(text);
    });

    it('is sent the log messages that are grave enough', async () => {
      client.logs.length = 0;
      await client.callTool('test_logging_tool');
      await eventually(() => expect(client.logs).toEqual(['an info message', 'an error message']));
    });
  });
});
