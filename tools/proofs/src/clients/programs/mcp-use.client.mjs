/** mcp-use: version 2 is a server's library, its last 1 has the client. */
import { MCPClient } from 'mcp-use/client';
import { answerOf, FORM_ANSWER, headersOf } from './operations.mjs';

export async function connect({ url, command, ...server }) {
  let onToolsChanged = () => undefined;
  const headers = headersOf(server);
  const client = new MCPClient(
    { mcpServers: { server: command ?? { url, headers, disableSseFallback: true } } },
    {
      onElicitation: async () => FORM_ANSWER,
      onNotification: ({ method }) => {
        if (method === 'notifications/tools/list_changed') onToolsChanged();
      },
    },
  );
  const session = await client.createSession('server');
  const call = (name, args, options) => session.callTool(name, args, options);
  const callTool = async (name, args) => answerOf(await call(name, args));
  return {
    callTool,
    callAndAnswer: callTool,
    callStructured: async (name, args) => (await callTool(name, args)).structured,
    callWithProgress: (name, onProgress) =>
      call(name, {}, { onprogress: ({ progress }) => onProgress(progress) }),
    callUntilAborted: (name, args, signal) => call(name, args, { signal }),
    watchTools: async (onChange) => (onToolsChanged = onChange),
    listTools: async () => (await session.listTools()).map(({ name }) => name),
    listResources: async () => (await session.listAllResources()).resources.map(({ uri }) => uri),
    readResource: async (uri) => (await session.readResource(uri)).contents[0].text,
    listPrompts: async () => (await session.listPrompts()).prompts.map(({ name }) => name),
    getPrompt: async (name, args) => (await session.getPrompt(name, args)).messages[0].content.text,
    close: () => client.closeAllSessions(),
  };
}
