/** The tool `process_data` of this repository, as each peer registers it. */
import { z } from 'zod';

export const name = 'process_data';
export const title = 'Process data';
export const description = 'Processes a text and tells its length.';
export const inputSchema = z.object({ data: z.string().max(100_000) });
export const outputSchema = z.object({ processed: z.string(), length: z.int() });
export const annotations = { readOnlyHint: true, idempotentHint: true, openWorldHint: false };

export function processData({ data }) {
  const processed = `Processed: ${data}`;
  return {
    content: [{ type: 'text', text: processed }],
    structuredContent: { processed, length: data.length },
  };
}

export const port = Number(process.env.PORT);
export const host = '127.0.0.1';
