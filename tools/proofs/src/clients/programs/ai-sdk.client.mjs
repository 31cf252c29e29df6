/** The AI SDK of Vercel. */
import { createMCPClient, ElicitationRequestSchema } from '@ai-sdk/mcp';
import { StdioMCPTransport } from '@ai-sdk/mcp/mcp-stdio';
import { answerOf, FORM_ANSWER, headersOf } from './operations.mjs';

export async function connect(server) {
  const client = await createMCPClient({
    transport: transportTo(server),
    capabilities: { elicitation: {} },
  });
  client.onElicitationRequest(ElicitationRequestSchema, () => FORM_ANSWER);
  const call = (name, args, options) => client.callTool({ name, arguments: args, options });
  const callTool = async (name, args) => answerOf(await call(name, args));
  return {
    callTool,
    callAndAnswer: callTool,
    callStructured: async (name, args) => (await callTool(name, args)).structured,
    callUntilAborted: (name, args, signal) => call(name, args, { signal }),
    listTools: async () => Object.keys(await client.tools()),
    listResources: async () => (await client.listResources()).resources.map(({ uri }) => uri),
    readResource: async (uri) => (await client.readResource({ uri })).contents[0].text,
    listPrompts: async () => (await client.listPrompts()).prompts.map(({ name }) => name),
    getPrompt: async (name, args) =>
      (await client.getPrompt({ name, arguments: args })).messages[0].content.text,
    close: () => client.close(),
  };
}

function transportTo({ url, command, ...server }) {
  if (command !== undefined) return new StdioMCPTransport({ ...command, stderr: 'ignore' });
  return { type: 'http', url, headers: headersOf(server) };
}
