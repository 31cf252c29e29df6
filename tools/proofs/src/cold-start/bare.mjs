/** The same tool on `createMcpHandler` of the SDK's version 2, as a Lambda function without anything else. */
import { createMcpHandler, McpServer } from '@modelcontextprotocol/server';
import { z } from 'zod';

const { fetch } = createMcpHandler(() => {
  const server = new McpServer({ name: 'bare', version: '1.0.0' });
  const definition = {
    title: 'Process data',
    description: 'Processes a text and tells its length.',
    inputSchema: z.object({ data: z.string().max(100_000) }),
    outputSchema: z.object({ processed: z.string(), length: z.int() }),
    annotations: { readOnlyHint: true, idempotentHint: true, openWorldHint: false },
  };
  server.registerTool('process_data', definition, ({ data }) => {
    const processed = `Processed: ${data}`;
    return {
      content: [{ type: 'text', text: processed }],
      structuredContent: { processed, length: data.length },
    };
  });
  return server;
});

export async function handler({ rawPath, headers, body, requestContext }) {
  const { method } = requestContext.http;
  const request = new Request(`https://${headers.host}${rawPath}`, { method, headers, body });
  const response = await fetch(request);
  return {
    statusCode: response.status,
    headers: Object.fromEntries(response.headers),
    body: await response.text(),
  };
}
