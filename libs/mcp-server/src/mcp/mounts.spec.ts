import { V1ServerHost } from '@repo/mcp-core';
import { Module, type DynamicModule } from '@nestjs/common';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import { TestApi } from '../testing/api.fixture';

function createBillingServer(): McpServer {
  const server = new McpServer({ name: 'billing', version: '1.0.0' });
  server.registerTool('ping_billing', { description: 'Answers.' }, () => ({
    content: [{ type: 'text', text: 'pong' }],
  }));
  return server;
}

@Module({})
class Billing {
  static at(...paths: string[]): DynamicModule {
    return {
      module: Billing,
      providers: paths.map((path, index) => ({
        provide: `existing server ${index}`,
        useFactory: () => new V1ServerHost({ path, create: createBillingServer }),
      })),
    };
  }
}

describe('an existing server that a module provides', () => {
  it('is mounted at its path, behind the same door as /mcp', async () => {
    const api = await TestApi.start(
      { API_KEY: 'k', MCP_AUTH: 'required' },
      Billing.at('/billing/mcp'),
    );
    const connect = async (headers: Record<string, string>) => {
      const url = new URL(`${api.url}/billing/mcp`);
      const client = new Client({ name: 'test', version: '0' });
      await client.connect(new StreamableHTTPClientTransport(url, { requestInit: { headers } }));
      return client;
    };
    await expect(connect({})).rejects.toThrow();
    const client = await connect({ authorization: 'Bearer k' });
    expect(await client.callTool({ name: 'ping_billing' })).toMatchObject({
      content: [{ text: 'pong' }],
    });
    await client.close();
    await api.stop();
  });

  it.each([
    [['/mcp'], /Two MCP servers are mounted at "\/mcp"/],
    [['/a', '/a'], /Two MCP servers are mounted at "\/a"/],
    [['billing'], /cannot be mounted at "billing"/],
    [['/a/:id'], /cannot be mounted/],
  ])('does not start at %j', async (paths, message) => {
    await expect(TestApi.start({}, Billing.at(...paths))).rejects.toThrow(message);
  });
});
