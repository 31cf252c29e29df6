import { Client } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { workspaceRoot } from '@repo/platform/src/workspace-root';

interface ServerEntry {
  readonly command: string;
  readonly args: string[];
  readonly env: Record<string, string>;
}

/** As a client starts it that finds `.mcp.json` in the folder it is opened in. */
const { mcpServers } = JSON.parse(readFileSync(join(workspaceRoot, '.mcp.json'), 'utf8')) as {
  mcpServers: { repository: ServerEntry };
};

describe("the repository's own MCP server", () => {
  let client: Client;
  const connect = async (env: Record<string, string> = {}) => {
    client = new Client({ name: 'agent', version: '1.0.0' });
    const { repository } = mcpServers;
    const { PATH = '', HOME = '' } = process.env;
    const transport = new StdioClientTransport({
      ...repository,
      cwd: workspaceRoot,
      env: { PATH, HOME, ...repository.env, ...env },
    });
    await client.connect(transport);
  };
  const call = (name: string, args = {}) =>
    client.callTool({ name, arguments: args }, { timeout: 120_000 });
  afterEach(() => client.close());

  it('lists what the source offers, and calls it', async () => {
    await connect();
    const { structuredContent } = await call('list_features');
    const { tools } = structuredContent as { tools: { name: string; description: string }[] };
    expect(tools.length).toBeGreaterThan(0);
    const answer = await call('call_tool', { name: 'no_such_tool' });
    expect(JSON.stringify(answer)).toContain('no_such_tool');
    expect(await call('check_start')).toMatchObject({ structuredContent: { starts: true } });
  });

  it('says why the server does not start, and what to read', async () => {
    await connect({ TOOL_TIMEOUT: 'soon' });
    expect(await call('check_start')).toMatchObject({
      structuredContent: {
        starts: false,
        said: expect.stringContaining('TOOL_TIMEOUT'),
        read: 'docs/configuration.md',
      },
    });
    expect(await call('list_features')).toMatchObject({
      isError: true,
      content: [{ text: expect.stringContaining('TOOL_TIMEOUT') }],
    });
  });

  it('runs the specs of what has changed', async () => {
    await connect();
    const { structuredContent } = await call('test_changes', { since: 'HEAD' });
    expect(structuredContent).toMatchObject({ passed: expect.any(Boolean) });
  });
});
