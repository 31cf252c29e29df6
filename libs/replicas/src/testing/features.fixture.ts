import { elicit, Resource, Tool, type ToolContext } from '@repo/mcp-core';
import { Injectable } from '@nestjs/common';
import { z } from 'zod';

const text = z.object({ text: z.string() });

/** Tools whose calls last until a test lets them end. */
@Injectable()
export class Features {
  /** Lets the calls of `hold` with this text go on. */
  static readonly gates = new Map<string, () => void>();
  /** Of the calls of `hold`, by their text. */
  static readonly contexts = new Map<string, ToolContext>();

  @Tool({ name: 'echo', description: 'Echoes.', input: text })
  echo({ text: said }: z.infer<typeof text>) {
    return said;
  }

  @Tool({ name: 'confirm', description: 'Asks the person.', input: text })
  async confirm({ text: message }: z.infer<typeof text>, context: ToolContext) {
    const schema = { type: 'object', properties: {} };
    const { sure } = await context.requestInput({ sure: elicit({ message, schema }) });
    return `${message}: ${sure.action}`;
  }

  @Tool({ name: 'hold', description: 'Waits for the test.', input: text })
  async hold({ text: key }: z.infer<typeof text>, context: ToolContext) {
    Features.contexts.set(key, context);
    context.log.info(`before ${key}`);
    await new Promise<void>((resolve) => {
      Features.gates.set(key, resolve);
      context.signal.addEventListener('abort', () => resolve());
    });
    context.log.info(`after ${key}`);
    return `held ${key}`;
  }

  @Resource({ name: 'news', uri: 'test://news', description: 'News.' })
  news() {
    return 'none';
  }
}
