/** The SDK's version 1 without sessions: a server and a transport for each request, as it documents. */
import { createServer } from 'node:http';
import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import { StreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/streamableHttp.js';
import * as tool from './process-data.mjs';

const { title, description, inputSchema, outputSchema, annotations } = tool;

createServer(async (request, response) => {
  const server = new McpServer({ name: 'sdk-v1', version: '1.0.0' });
  const definition = { title, description, inputSchema, outputSchema, annotations };
  server.registerTool(tool.name, definition, tool.processData);
  const transport = new StreamableHTTPServerTransport({
    sessionIdGenerator: undefined,
    enableJsonResponse: true,
  });
  response.on('close', () => {
    void transport.close();
    void server.close();
  });
  await server.connect(transport);
  await transport.handleRequest(request, response);
}).listen(tool.port, tool.host);
