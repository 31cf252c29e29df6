import { once } from 'node:events';
import type { TokenEndpoint } from '@repo/auth/clients/serving';
import type { INestApplicationContext } from '@nestjs/common';

/** Stores what was noted of a request. */
export type Flush = (giveUp: AbortSignal) => Promise<void>;

/** What there is where clients are stored. */
export interface StoredClients {
  readonly tokens: TokenEndpoint;
  /** Notes which clients have called. */
  readonly flush: Flush;
}

/** @param url of the database; without it nothing of clients is loaded */
export async function storedClients(
  context: INestApplicationContext,
  url: string | undefined,
): Promise<StoredClients | undefined> {
  if (url === undefined) return undefined;
  const { LastUse, TokenEndpoint } = await import('@repo/auth/clients/serving');
  const lastUse = context.get(LastUse, { strict: false });
  return {
    tokens: context.get(TokenEndpoint, { strict: false }),
    flush: async (giveUp) => {
      await Promise.race([lastUse.writeWhenDue(), once(giveUp, 'abort')]);
    },
  };
}
