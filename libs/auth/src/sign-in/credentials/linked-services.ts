import { detached, messageOf } from '@repo/foundation';
import { Injectable, Logger } from '@nestjs/common';
import { CredentialEvents } from './credential-events';
import { CredentialStore, type KeptCredential } from './credential-store';
import { Services } from './services';

/** A service that tools may use as a person. */
export interface LinkedService {
  readonly service: string;
  readonly title: string;
  readonly linkedAt: string;
  readonly usedAt: string | null;
}

/** What people have linked, and how it ends. */
@Injectable()
export class LinkedServices {
  private readonly logger = new Logger('Credentials');

  constructor(
    private readonly store: CredentialStore,
    private readonly services: Services,
    private readonly events: CredentialEvents,
  ) {}

  /** Those of a person, by name. */
  async of(personId: string): Promise<readonly LinkedService[]> {
    const kept = await this.store.of(personId);
    return kept.map(({ service, createdAt, usedAt }) => ({
      service,
      title: this.services.find(service)?.settings.title ?? service,
      linkedAt: createdAt.toISOString(),
      usedAt: usedAt?.toISOString() ?? null,
    }));
  }

  /**
   * Ends one at once, on all replicas, and gives it back to the service where that takes it.
   *
   * @param by who did it, where it was not the person
   * @returns whether there was such a one
   */
  async end(personId: string, service: string, by?: string): Promise<boolean> {
    const kept = await this.store.remove({ personId, service });
    if (kept === undefined) return false;
    this.events.note('revoked', kept, by);
    detached(() => void this.giveBack(kept));
    // What was got for it ends with it.
    for (const { settings } of this.services.all) {
      if (settings.provider !== undefined && `@${settings.provider.id}` === service) {
        await this.end(personId, settings.id, by);
      }
    }
    return true;
  }

  /** Ends all of a person. */
  async endAll(personId: string, by?: string): Promise<void> {
    for (const { service } of await this.store.of(personId)) await this.end(personId, service, by);
  }

  /** The refresh token ends what comes of it (RFC 7009, section 2.1). Never rejects. */
  private async giveBack({ service, tokens }: KeptCredential): Promise<void> {
    const token = tokens?.refreshToken ?? tokens?.accessToken;
    if (token === undefined) return;
    try {
      await this.services.find(service)?.client.revoke(token);
    } catch (error) {
      this.logger.warn(`${service} was not told that a token has ended: ${messageOf(error)}`);
    }
  }
}
