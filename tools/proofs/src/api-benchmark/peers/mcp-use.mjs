/** mcp-use: modern, and legacy without sessions. */
import { MCPServer } from 'mcp-use';
import * as tool from './process-data.mjs';

const { name, title, description, inputSchema, outputSchema, annotations } = tool;

const server = new MCPServer({
  name: 'mcp-use',
  version: '1.0.0',
  logging: { enabled: false },
});
server.tool({ name, title, description, inputSchema, outputSchema, annotations }, async (input) =>
  tool.processData(input),
);
await server.listen(tool.port, { host: tool.host });
