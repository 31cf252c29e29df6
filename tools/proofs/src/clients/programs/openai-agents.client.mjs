/** OpenAI's agents: tools and resources alone. */
import { MCPServerStdio, MCPServerStreamableHttp } from '@openai/agents';
import { answerOf, headersOf } from './operations.mjs';

export async function connect({ url, command, ...server }) {
  const headers = headersOf(server);
  const client =
    command !== undefined
      ? new MCPServerStdio(command)
      : new MCPServerStreamableHttp({ url, requestInit: { headers } });
  await client.connect();
  const call = (name, args, options) => client.callToolResult(name, args, undefined, options);
  const callTool = async (name, args) => answerOf(await call(name, args));
  return {
    callTool,
    callStructured: async (name, args) => (await callTool(name, args)).structured,
    callUntilAborted: (name, args, signal) => call(name, args, { signal }),
    listTools: async () => (await client.listTools()).map(({ name }) => name),
    listResources: async () => (await client.listResources()).resources.map(({ uri }) => uri),
    readResource: async (uri) => (await client.readResource(uri)).contents[0].text,
    close: () => client.close(),
  };
}
