import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { elicit, elicitUrl, Tool, type ToolContext } from '@repo/mcp-core';

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

  @Tool({ name: 'ask_within_try', description: 'Asks where errors are caught.' })
  async withinTry(_: NoArguments, context: ToolContext) {
    try {
      const { name } = await context.requestInput({
        name: elicit({ message: 'Who?', schema: z.object({ name: z.string() }) }),
      });
      return name.content?.name ?? name.action;
    } catch {
      return 'could not ask';
    }
  }

  @Tool({ name: 'ask_url', description: 'Sends the person to a page.' })
  async url(_: NoArguments, context: ToolContext) {
    const { payment } = await context.requestInput({
      payment: elicitUrl({ message: 'Please pay.', url: 'https://pay.example.com/7' }),
    });
    return payment.action;
  }
}
