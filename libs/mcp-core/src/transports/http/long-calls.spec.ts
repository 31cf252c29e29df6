import { until } from '@repo/foundation/testing';
import { Injectable } from '@nestjs/common';
import { Tool } from '../../catalog/feature.decorators';
import { HEARTBEAT_INTERVAL_MS, Heartbeat } from '../../streams/heartbeat';
import { httpHost } from './http-host.fixture';

let finish: (() => void) | undefined;

@Injectable()
class LongTool {
  @Tool({ name: 'long', description: 'Takes until the test says so.' })
  async long() {
    await new Promise<void>((resolve) => (finish = resolve));
    return 'done';
  }
}

describe('a call that takes longer than proxies wait', () => {
  let mcp: Awaited<ReturnType<typeof httpHost>>;
  beforeAll(async () => {
    mcp = await httpHost([LongTool], { MCP_SESSIONS: 'off' });
  });
  afterAll(() => mcp.harness.close());

  async function longCall(accept: string) {
    const reply = mcp.modern('tools/call', { name: 'long' }, { headers: { accept } });
    await until(() => finish !== undefined);
    mcp.harness.get(Heartbeat).tick(performance.now() + HEARTBEAT_INTERVAL_MS);
    return reply;
  }

  afterEach(() => (finish = undefined));

  it('becomes a stream with a comment, and then its result', async () => {
    const { status, headers, stream, events } = await longCall(
      'application/json, text/event-stream',
    );
    expect([status, headers['content-type']]).toEqual([200, 'text/event-stream']);
    expect(String(stream?.read())).toBe(':\n\n');
    finish?.();
    const seen = await events();
    expect(seen.at(-1)?.data).toMatchObject({
      id: 1,
      result: { content: [{ type: 'text', text: 'done' }] },
    });
  });

  it('stays JSON for a client that takes no stream', async () => {
    const reply = longCall('application/json');
    await until(() => finish !== undefined);
    await new Promise(setImmediate);
    finish?.();
    expect((await reply).json()).toMatchObject({ id: 1, result: { resultType: 'complete' } });
  });
});
