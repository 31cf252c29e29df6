import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { image, Prompt } from '@repo/mcp-core';
import { RED_PIXEL_PNG } from '../fixtures/media';

const Review = z.object({
  language: z.enum(['go', 'rust', 'ruby']),
  lines: z.string().pipe(z.coerce.number()).optional(),
});

/** What a prompt may take and return. */
@Injectable()
export class ProbePrompts {
  @Prompt({ name: 'probe_review', description: 'Text, of arguments.', arguments: Review })
  review({ language, lines = 10 }: z.output<typeof Review>) {
    return `Review ${lines + 1} lines of ${language}.`;
  }

  @Prompt({ name: 'probe_picture', description: 'Messages.' })
  picture() {
    return [
      { role: 'user' as const, content: { type: 'text' as const, text: 'What is this?' } },
      { role: 'user' as const, content: image(Buffer.from(RED_PIXEL_PNG, 'base64'), 'image/png') },
    ];
  }
}
