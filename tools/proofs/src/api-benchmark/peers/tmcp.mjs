/** tmcp over the `node:http` binding that its README shows. */
import { createServer } from 'node:http';
import { createRequestListener } from '@remix-run/node-fetch-server';
import { ZodJsonSchemaAdapter } from '@tmcp/adapter-zod';
import { HttpTransport } from '@tmcp/transport-http';
import { McpServer } from 'tmcp';
import * as tool from './process-data.mjs';

const { name, title, description, inputSchema, outputSchema, annotations } = tool;

const server = new McpServer(
  { name: 'tmcp', version: '1.0.0', description: 'A peer.' },
  { adapter: new ZodJsonSchemaAdapter(), capabilities: { tools: {} } },
);
server.tool(
  { name, title, description, schema: inputSchema, outputSchema, annotations },
  async (input) => tool.processData(input),
);
const transport = new HttpTransport(server, { path: '/mcp' });

createServer(
  createRequestListener(
    async (request) => (await transport.respond(request)) ?? new Response(null, { status: 404 }),
  ),
).listen(tool.port, tool.host);
