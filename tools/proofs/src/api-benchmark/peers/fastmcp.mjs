/** fastmcp without sessions, with plain JSON answers. It knows no revision after 2025-11-25. */
import { FastMCP } from 'fastmcp';
import * as tool from './process-data.mjs';

const { name, description, inputSchema, outputSchema, annotations } = tool;

const silent = () => {};
const logger = { debug: silent, error: console.error, info: silent, log: silent, warn: silent };

const server = new FastMCP({ name: 'fastmcp', version: '1.0.0', logger });
server.addTool({
  name,
  description,
  parameters: inputSchema,
  outputSchema,
  annotations,
  execute: async (input) => tool.processData(input),
});
await server.start({
  transportType: 'httpStream',
  httpStream: { host: tool.host, port: tool.port, stateless: true, enableJsonResponse: true },
});
