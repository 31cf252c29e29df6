import { Tool } from '@repo/mcp-core';
import { Injectable } from '@nestjs/common';
import { z } from 'zod';

const Input = z.object({
  data: z.string().max(100_000).describe('The text to process.'),
});

const Output = z.object({
  processed: z.string().describe('The processed text.'),
  length: z.int().describe('Length of the given text, in UTF-16 code units.'),
});

/** The smallest useful tool: copy it, rename it, and put your work where `processed` is made. */
@Injectable()
export class ProcessDataTool {
  @Tool({
    name: 'process_data',
    title: 'Process data',
    description: 'Processes a text and tells its length.',
    input: Input,
    output: Output,
    annotations: { readOnlyHint: true, idempotentHint: true, openWorldHint: false },
  })
  processData({ data }: z.infer<typeof Input>) {
    const processed = `Processed: ${data}`;
    return {
      // For people and for clients that read text only; most tools return just the structured part.
      content: [{ type: 'text' as const, text: processed }],
      structuredContent: { processed, length: data.length } satisfies z.infer<typeof Output>,
    };
  }
}
