/** `createMcpHandler` of the SDK's version 2 on `node:http`: modern, and legacy without sessions. */
import { createServer } from 'node:http';
import { toNodeHandler } from '@modelcontextprotocol/node';
import { createMcpHandler, McpServer } from '@modelcontextprotocol/server';
import * as tool from './process-data.mjs';

const { title, description, inputSchema, outputSchema, annotations } = tool;

const handler = createMcpHandler(() => {
  const server = new McpServer({ name: 'sdk-v2', version: '1.0.0' });
  const definition = { title, description, inputSchema, outputSchema, annotations };
  server.registerTool(tool.name, definition, tool.processData);
  return server;
});

createServer(toNodeHandler(handler)).listen(tool.port, tool.host);
