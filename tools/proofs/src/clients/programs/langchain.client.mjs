/** LangChain's adapters: each tool of a server becomes one of LangChain. */
import { MultiServerMCPClient } from '@langchain/mcp-adapters';
import { headersOf } from './operations.mjs';

const SERVER = 'server';

export async function connect({ url, command, ...server }) {
  const listeners = { progress: () => undefined, tools: () => undefined };
  const connection =
    command !== undefined
      ? { transport: 'stdio', ...command, stderr: 'ignore' }
      : { transport: 'http', url, headers: headersOf(server), automaticSSEFallback: false };
  const client = new MultiServerMCPClient({
    mcpServers: { [SERVER]: connection },
    onProgress: ({ progress }) => listeners.progress(progress),
    onToolsListChanged: () => listeners.tools(),
  });
  const tools = new Map((await client.getTools()).map((tool) => [tool.name, tool]));
  const raw = await client.getClient(SERVER);
  // As an agent calls it: the answer is a message, structured output its artifact.
  const call = (name, args, config) =>
    tools.get(name).invoke({ type: 'tool_call', id: name, name, args }, config);
  return {
    callTool: (name, args) => call(name, args).then(answerOf, errorOf),
    callStructured: async (name, args) => {
      const { artifact } = await call(name, args);
      return artifact.find(({ type }) => type === 'mcp_structured_content')?.data;
    },
    callWithProgress: (name, onProgress) => {
      listeners.progress = onProgress;
      return call(name, {});
    },
    callUntilAborted: (name, args, signal) => call(name, args, { signal }),
    watchTools: async (onChange) => (listeners.tools = onChange),
    listTools: async () => [...tools.keys()],
    listResources: async () => (await client.listResources())[SERVER].map(({ uri }) => uri),
    readResource: async (uri) => (await client.readResource(SERVER, uri))[0].text,
    listPrompts: async () => (await raw.listPrompts()).prompts.map(({ name }) => name),
    getPrompt: async (name, args) =>
      (await raw.getPrompt({ name, arguments: args })).messages[0].content.text,
    close: () => client.close(),
  };
}

const answerOf = ({ text }) => ({ text });

/** A tool's error is thrown, with the tool's text in its message. */
function errorOf(error) {
  if (error.name !== 'ToolException') throw error;
  return { text: error.message, isError: true };
}
