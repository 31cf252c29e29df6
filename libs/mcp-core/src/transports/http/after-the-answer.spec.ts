import { Injectable } from '@nestjs/common';
import { until } from '@repo/foundation/testing';
import { McpHost } from '../../mcp-host';
import { Tool } from '../../catalog/feature.decorators';
import type { ToolContext } from '../../features/tool-context';
import { MessageConnection } from '../stdio/message-connection';
import { httpHost } from './http-host.fixture';

@Injectable()
class TalkingTools {
  context?: ToolContext;
  goOn: () => void = () => undefined;

  @Tool({ name: 'late', description: 'Talks on after its answer.' })
  late(_input: unknown, context: ToolContext) {
    this.context = context;
    context.log.info('in time');
    return 'done';
  }

  @Tool({ name: 'burst', description: 'Reports often.' })
  burst(_input: unknown, context: ToolContext) {
    for (let step = 1; step <= 1_000; step += 1) context.progress(step, 1_000);
    return 'done';
  }

  @Tool({ name: 'held', description: 'Reports twice, and waits.' })
  async held(_input: unknown, context: ToolContext) {
    context.progress(1);
    context.progress(2);
    await new Promise<void>((resolve) => (this.goOn = resolve));
    return 'done';
  }

  @Tool({ name: 'odd', description: 'Reports what is no progress.' })
  odd(_input: unknown, context: ToolContext) {
    context.progress(NaN);
  }
}

const call = (name: string) => ({
  jsonrpc: '2.0',
  id: 1,
  method: 'tools/call',
  params: { name, _meta: { progressToken: 'p' } },
});
const progressOf = (data: Record<string, unknown> | undefined) =>
  (data?.['params'] as { progress?: number } | undefined)?.progress;

describe('what a method tells', () => {
  let mcp: Awaited<ReturnType<typeof httpHost>>;
  let tools: TalkingTools;

  beforeAll(async () => {
    mcp = await httpHost([TalkingTools], {}, [], () => undefined);
    tools = mcp.harness.get(TalkingTools);
  });
  afterAll(() => mcp.harness.close());

  function talkOn() {
    tools.context?.log.error('too late');
    tools.context?.progress(99);
  }

  it('after its answer does not follow it on a stream that can be resumed', async () => {
    const headers = await mcp.open();
    const events = await (await mcp.post(call('late'), { headers })).events();
    expect(events.at(-1)?.data).toMatchObject({ id: 1, result: {} });
    talkOn();
    const again = { ...headers, 'last-event-id': events.at(-1)?.id ?? '' };
    expect((await mcp.get({ headers: again })).status).toBe(204);
  });

  it('after its answer does not follow it on stdio', async () => {
    const written: string[] = [];
    const { harness } = mcp;
    const connection = new MessageConnection(harness.get(McpHost).server(), (frame) =>
      written.push(frame),
    );
    const params = { protocolVersion: '2025-11-25', capabilities: {} };
    const clientInfo = { name: 'test', version: '0' };
    connection.receive(
      JSON.stringify({ ...call(''), method: 'initialize', params: { ...params, clientInfo } }),
    );
    await until(() => written.length === 1);
    connection.receive(JSON.stringify({ ...call('late'), id: 2 }));
    await connection.end();
    talkOn();
    expect(written.map((frame) => JSON.parse(frame) as object)).toMatchObject([
      { id: 1 },
      { method: 'notifications/message', params: { data: 'in time' } },
      { id: 2 },
    ]);
  });

  it('of its progress at once is the first and the last', async () => {
    const headers = await mcp.open();
    const events = await (await mcp.post(call('burst'), { headers })).events();
    const told = events.map(({ data }) => progressOf(data) ?? data?.['id']);
    expect(told.filter((value) => value !== undefined)).toEqual([1, 1_000, 1]);
  });

  it('of its progress comes though nothing newer follows', async () => {
    const reply = await mcp.modern(
      'tools/call',
      { name: 'held' },
      { meta: { progressToken: 'p' } },
    );
    let text = '';
    reply.stream?.on('data', (chunk) => (text += String(chunk)));
    await until(() => text.includes('"progress":2'));
    tools.goOn();
    await until(() => text.includes('"result"'));
  });

  it('of its progress is a number', async () => {
    const reply = await mcp.modern('tools/call', { name: 'odd' });
    expect(reply.json()).toMatchObject({ result: { isError: true } });
    expect(() => tools.context?.progress(Infinity)).toThrow(
      'context.progress(): progress is Infinity, expected a finite number.',
    );
  });
});
