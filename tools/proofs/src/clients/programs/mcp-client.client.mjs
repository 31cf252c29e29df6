/** `mcp-client`, by the author of FastMCP for TypeScript, whose own package is a server's library. */
import { MCPClient } from 'mcp-client';
import { answerOf } from './operations.mjs';

export async function connect({ url, command }) {
  const client = new MCPClient({ name: 'mcp-client', version: '1.0.0' });
  await client.connect(
    command !== undefined
      ? { type: 'stdio', ...command, stderr: 'ignore' }
      : { type: 'httpStream', url },
  );
  const call = (name, args, requestOptions) =>
    client.callTool({ name, arguments: args }, { requestOptions });
  const callTool = async (name, args) => answerOf(await call(name, args));
  return {
    sendsNoToken: true,
    callTool,
    callStructured: async (name, args) => (await callTool(name, args)).structured,
    callWithProgress: (name, onProgress) =>
      call(name, {}, { onProgress: ({ progress }) => onProgress(progress) }),
    callUntilAborted: (name, args, signal) => call(name, args, { signal }),
    listTools: async () => (await client.getAllTools()).map(({ name }) => name),
    listResources: async () => (await client.getAllResources()).map(({ uri }) => uri),
    readResource: async (uri) => (await client.getResource({ uri })).contents[0].text,
    listPrompts: async () => (await client.getAllPrompts()).map(({ name }) => name),
    getPrompt: async (name, args) =>
      (await client.getPrompt({ name, arguments: args })).messages[0].content.text,
    close: () => client.close(),
  };
}
