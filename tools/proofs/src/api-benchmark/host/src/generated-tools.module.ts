import { Tool } from '@repo/mcp-core';
import { Module, type DynamicModule, type Type } from '@nestjs/common';
import { z } from 'zod';

/** Tools `tool_1` … `tool_N`, each as large in a list as a tool of a company tends to be. */
@Module({})
export class GeneratedToolsModule {
  /** @param others provided beside them, and counted in */
  static of(count: number, others: readonly Type[]): DynamicModule {
    return {
      module: GeneratedToolsModule,
      providers: [generate(count - others.length), ...others],
    };
  }
}

function generate(count: number): Type {
  class GeneratedTools {}
  for (let number = 1; number <= count; number++) addTool(GeneratedTools.prototype, number);
  return GeneratedTools;
}

function addTool(prototype: object, number: number): void {
  const name = `tool_${number}`;
  // Of its own: tools that share one would share what the host makes of it.
  const input = z.object({
    data: z.string().max(1_000).describe('What to look for.'),
    language: z.enum(['de', 'en', 'es', 'fr']).optional().describe('The language of the answer.'),
    limit: z.int().min(1).max(100).optional().describe('How many results at most.'),
  });
  const output = z.object({ processed: z.string(), length: z.int() });
  const method = {
    value: ({ data }: z.infer<typeof input>) => ({
      content: [{ type: 'text' as const, text: `Processed: ${data}` }],
      structuredContent: { processed: `Processed: ${data}`, length: data.length },
    }),
  };
  Object.defineProperty(prototype, name, method);
  Tool({
    name,
    description: `Looks into source ${number} for what matches, best first, and tells what it found.`,
    input,
    output,
    annotations: { readOnlyHint: true },
  })(prototype, name, method);
}
