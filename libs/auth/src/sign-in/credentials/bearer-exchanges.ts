import { hash } from 'node:crypto';
import { BoundedMap, Clock } from '@repo/foundation';
import { Injectable } from '@nestjs/common';
import { isFresh, keptTokens, type KeptTokens } from './kept-tokens';
import type { KnownService } from './services';

const MAX_KEPT = 1_000;

/** Seconds. Its caller's token may have ended by then. */
const MAX_LIFETIME_S = 300;

/**
 * Exchanges of tokens that callers come with, which another issuer gave them. What is got for a token
 * is for that token alone, and is remembered by this process for a few minutes.
 */
@Injectable()
export class BearerExchanges {
  private readonly kept = new BoundedMap<string, KeptTokens>(MAX_KEPT);
  private readonly running = new Map<string, Promise<KeptTokens>>();

  constructor(private readonly clock: Clock) {}

  /** @throws {ServiceFault} it is not exchanged */
  async tokenFor(
    { settings, client }: KnownService,
    bearer: string,
    refused?: string,
  ): Promise<string> {
    const name = `${settings.id} ${hash('sha256', bearer, 'base64')}`;
    const kept = this.kept.get(name);
    const isGood = kept !== undefined && isFresh(kept, this.clock.now());
    if (isGood && kept.accessToken !== refused) return kept.accessToken;
    let running = this.running.get(name);
    if (running === undefined) {
      running = client.exchange(bearer).then((tokens) => this.keep(name, tokens));
      running = running.finally(() => this.running.delete(name));
      this.running.set(name, running);
    }
    return (await running).accessToken;
  }

  private keep(name: string, tokens: Parameters<typeof keptTokens>[0]): KeptTokens {
    const lifetime = Math.min(tokens.lifetime ?? MAX_LIFETIME_S, MAX_LIFETIME_S);
    const kept = keptTokens({ ...tokens, lifetime }, this.clock.now());
    this.kept.set(name, kept);
    return kept;
  }
}
