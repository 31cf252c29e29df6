/** The SDK's version 1: revisions until 2025-11-25. */
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import {
  ElicitRequestSchema,
  ToolListChangedNotificationSchema,
} from '@modelcontextprotocol/sdk/types.js';
import { connectExplained } from './connect-explained.mjs';
import { answerOf, FORM_ANSWER, headersOf } from './operations.mjs';
import { methodsOf } from './sdk-2.client.mjs';

export async function connect(server) {
  const client = new Client(
    { name: 'sdk-1', version: '1.0.0' },
    { capabilities: { elicitation: {} } },
  );
  client.setRequestHandler(ElicitRequestSchema, () => FORM_ANSWER);
  await connectExplained(client, transportTo(server));
  return { ...methodsOf(client), ...methodsWithOptions(client) };
}

function transportTo({ url, command, ...server }) {
  if (command !== undefined) return new StdioClientTransport({ ...command, stderr: 'pipe' });
  const headers = headersOf(server);
  return new StreamableHTTPClientTransport(new URL(url), { requestInit: { headers } });
}

/** Where the two versions differ: here the options of a call come third. */
function methodsWithOptions(client) {
  const call = (name, args, options) =>
    client.callTool({ name, arguments: args }, undefined, options);
  return {
    callTool: async (name, args) => answerOf(await call(name, args)),
    callWithProgress: (name, onProgress) =>
      call(name, {}, { onprogress: ({ progress }) => onProgress(progress) }),
    callUntilAborted: (name, args, signal) => call(name, args, { signal }),
    watchTools: async (onChange) =>
      client.setNotificationHandler(ToolListChangedNotificationSchema, onChange),
  };
}
