import { Injectable } from '@nestjs/common';
import { Tool, type ToolContext } from '@repo/mcp-core';

type NoArguments = Record<string, never>;

/** What a tool knows of its call, and does beside returning. */
@Injectable()
export class ContextTools {
  @Tool({ name: 'context_progress', description: 'Tells how far it is.' })
  async progress(_: NoArguments, context: ToolContext) {
    for (const step of [1, 2, 3]) {
      context.progress(step, 3, `step ${step}`);
      await Promise.resolve();
    }
    return 'done';
  }

  @Tool({ name: 'context_timeout', description: 'Takes too long.', timeoutMs: 50 })
  slow(_: NoArguments, { signal }: ToolContext) {
    return new Promise<string>((_resolve, reject) => {
      signal.addEventListener('abort', () => reject(signal.reason as Error));
    });
  }

  @Tool({ name: 'context_headers', description: 'Sees the headers that it may.' })
  headers(_: NoArguments, { headers }: ToolContext) {
    return headers;
  }

  @Tool({ name: 'context_client', description: 'Knows who calls.' })
  client(_: NoArguments, { client, auth }: ToolContext) {
    return `${client.info?.name ?? 'unnamed'} of ${client.era}, ${auth?.clientId ?? 'anonymous'}`;
  }
}
