/** The SDK's version 2: it asks the server for its era first. */
import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import { connectExplained } from './connect-explained.mjs';
import { answerOf, FORM_ANSWER, headersOf } from './operations.mjs';

export async function connect(server) {
  let onToolsChanged = () => undefined;
  const client = new Client(
    { name: 'sdk-2', version: '1.0.0' },
    {
      versionNegotiation: { mode: 'auto' },
      capabilities: { elicitation: {} },
      listChanged: {
        tools: { autoRefresh: false, debounceMs: 0, onChanged: () => onToolsChanged() },
      },
    },
  );
  client.setRequestHandler('elicitation/create', () => FORM_ANSWER);
  await connectExplained(client, transportTo(server));
  return {
    ...methodsOf(client),
    watchTools: async (onChange) => (onToolsChanged = onChange),
  };
}

function transportTo({ url, command, ...server }) {
  if (command !== undefined) return new StdioClientTransport({ ...command, stderr: 'pipe' });
  const headers = headersOf(server);
  return new StreamableHTTPClientTransport(new URL(url), { requestInit: { headers } });
}

/** Also of the clients that wrap this one. */
export function methodsOf(client) {
  const call = (name, args, options) => client.callTool({ name, arguments: args }, options);
  const callTool = async (name, args) => answerOf(await call(name, args));
  return {
    callTool,
    callAndAnswer: callTool,
    callStructured: async (name, args) => (await callTool(name, args)).structured,
    callWithProgress: (name, onProgress) =>
      call(name, {}, { onprogress: ({ progress }) => onProgress(progress) }),
    callUntilAborted: (name, args, signal) => call(name, args, { signal }),
    listTools: async () => (await client.listTools()).tools.map(({ name }) => name),
    listResources: async () => (await client.listResources()).resources.map(({ uri }) => uri),
    readResource: async (uri) => (await client.readResource({ uri })).contents[0].text,
    listPrompts: async () => (await client.listPrompts()).prompts.map(({ name }) => name),
    getPrompt: async (name, args) =>
      (await client.getPrompt({ name, arguments: args })).messages[0].content.text,
    close: () => client.close(),
  };
}
