import { Clock, messageOf } from '@repo/foundation';
import { Injectable, Logger } from '@nestjs/common';
import type { Tokens } from '../providers/tokens';
import { CredentialEvents } from './credential-events';
import { CredentialStore } from './credential-store';
import { keptTokens } from './kept-tokens';
import { keyOfProvider, Services } from './services';

/** What a provider gave at a sign-in, for the services that are got for it. */
@Injectable()
export class UpstreamTokens {
  private readonly logger = new Logger('Credentials');

  constructor(
    private readonly services: Services,
    private readonly store: CredentialStore,
    private readonly events: CredentialEvents,
    private readonly clock: Clock,
  ) {}

  /** Whether anything is got for the tokens of a provider; else they are not kept. */
  areOfUse(provider: string): boolean {
    return this.services.isExchanged(provider);
  }

  /** Never rejects: it must not keep anybody from signing in. */
  async keep(tokens: Tokens, personId: string, provider: string): Promise<void> {
    const key = { personId, service: keyOfProvider(provider) };
    try {
      const days = this.services.find(key.service)!.days;
      await this.store.put(key, keptTokens(tokens, this.clock.now()), days);
      this.events.note('linked', key);
    } catch (error) {
      this.logger.warn(`The tokens of ${provider} are not kept: ${messageOf(error)}`);
    }
  }
}
