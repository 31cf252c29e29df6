import { setTimeout as pause } from 'node:timers/promises';
import { elicit, Tool, type ToolContext } from '@repo/mcp-core';
import { Injectable } from '@nestjs/common';
import { z } from 'zod';

const Work = z.object({ seconds: z.number().max(3_600), ledger: z.string().max(200) });

/** A process that dies takes a try of its tasks with it, and these die all the time. */
const TRIES = 1_000;

@Injectable()
export class WorkTools {
  @Tool({
    name: 'work',
    description: 'Takes its time in steps, and enters its effect in a ledger.',
    input: Work,
    task: { support: 'required', tries: TRIES },
  })
  async work({ seconds, ledger }: z.infer<typeof Work>, context: ToolContext) {
    const tell = teller(ledger, context);
    await tell('begun');
    const steps = Math.ceil(seconds);
    for (let step = Number(context.lastCheckpoint ?? 0); step < steps; step += 1) {
      await pause((seconds * 1_000) / steps, undefined, { signal: context.signal });
      await context.checkpoint(step + 1);
    }
    await tell('effect');
    return context.idempotencyKey;
  }

  @Tool({
    name: 'confirm',
    description: 'Asks in the middle.',
    input: Work,
    task: { support: 'required' },
  })
  async confirm({ ledger }: z.infer<typeof Work>, context: ToolContext) {
    await teller(ledger, context)('begun');
    const schema = z.object({ name: z.string().optional() });
    const { who } = await context.requestInput({ who: elicit({ message: 'Who?', schema }) });
    return `Hello, ${who.content?.name}!`;
  }

  @Tool({
    name: 'hang',
    description: 'Ends when it is told to.',
    input: Work,
    task: { support: 'required' },
  })
  async hang({ ledger }: z.infer<typeof Work>, context: ToolContext): Promise<string> {
    const tell = teller(ledger, context);
    await tell('begun');
    return new Promise((_, reject) => {
      context.signal.addEventListener('abort', () => {
        void tell('aborted').finally(() => reject(context.signal.reason as Error));
      });
    });
  }

  @Tool({ name: 'later', description: 'Does nothing, as a task.', task: 'optional' })
  later() {
    return 'done';
  }
}

/** Says outside what this run of a task does. */
function teller(ledger: string, { idempotencyKey }: ToolContext) {
  return async (what: 'begun' | 'effect' | 'aborted') => {
    const answer = await fetch(`${ledger}/${what}/${idempotencyKey}/${process.pid}`);
    await answer.arrayBuffer();
  };
}
