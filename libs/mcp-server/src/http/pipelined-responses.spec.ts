import { until } from '@repo/foundation/testing';
import { McpHost } from '@repo/mcp-core';
import { CallsInFlight } from '../mcp/calls-in-flight';
import { TestApi } from '../testing/api.fixture';
import { post, RawClient } from './raw-client.fixture';

describe('requests that a client sends without waiting for their answers', () => {
  let api: TestApi;
  beforeAll(async () => {
    api = await TestApi.start({ AUDIT: 'off', MCP_SESSIONS: 'off' });
  });
  afterAll(() => api.stop());

  it('all end when it goes away, not only the one whose turn it is', async () => {
    const client = await RawClient.connect(api.port);
    const call = { jsonrpc: '2.0', id: 1, method: 'tools/call', params: { name: 'wait' } };
    client.send(post(call).repeat(3));
    const { load } = api.get(McpHost);
    await until(() => load.running === 3);
    client.leave();
    await api.get(CallsInFlight).idle();
    await until(() => load.running === 0);
  });
});
