import { Completion, Prompt } from '@repo/mcp-core';
import { Injectable } from '@nestjs/common';
import { z } from 'zod';

const Arguments = z.object({
  text: z.string().min(1).describe('The text to summarize.'),
  audience: z.string().max(100).optional().describe('For whom; free text.'),
});

const AUDIENCES = ['customers', 'developers', 'executives', 'new colleagues', 'support staff'];

/** A prompt that people start by its name, with suggestions for one of its arguments. */
@Injectable()
export class SummarizePrompt {
  @Prompt({
    name: 'summarize',
    title: 'Summarize a text',
    description: 'Asks for a short summary of a text, for a given audience.',
    arguments: Arguments,
  })
  summarize({ text, audience }: z.infer<typeof Arguments>) {
    const reader = audience === undefined ? '' : ` for ${audience}`;
    return `Summarize the following text${reader} in at most five sentences.\n\n${text}`;
  }

  @Completion({ prompt: 'summarize', argument: 'audience' })
  audiences(typed: string): string[] {
    return AUDIENCES.filter((audience) => audience.startsWith(typed.toLowerCase()));
  }
}
