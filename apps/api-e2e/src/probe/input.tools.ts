import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { elicit, Tool, type ToolContext } from '@repo/mcp-core';

type NoArguments = Record<string, never>;

const Trip = z.object({
  city: z.string(),
  nights: z.int(),
  late: z.boolean(),
  room: z.enum(['single', 'double']).default('double'),
});

/** Tools that need something of the person at the client. */
@Injectable()
export class InputTools {
  @Tool({ name: 'ask_form', description: 'Asks by a form.' })
  async form(_: NoArguments, context: ToolContext) {
    const { trip } = await context.requestInput({
      trip: elicit({ message: 'Where to?', schema: Trip }),
    });
    return trip.action === 'accept' ? trip.content : trip.action;
  }

  @Tool({ name: 'ask_twice', description: 'Asks one thing after another.' })
  async twice(_: NoArguments, context: ToolContext) {
    const { first } = await context.requestInput({
      first: elicit({ message: 'Who?', schema: z.object({ who: z.string() }) }),
    });
    const { second } = await context.requestInput({
      second: elicit({ message: 'When?', schema: z.object({ when: z.string() }) }),
    });
    return `${first.content?.who ?? ''}, ${second.content?.when ?? ''}`;
  }
}
