import { setTimeout as wait } from 'node:timers/promises';
import { Clock } from '@repo/foundation';
import { CredentialSource, elicitUrl, ToolError, type CredentialDemand } from '@repo/mcp-core';
import { Injectable, Logger } from '@nestjs/common';
import { presentedCredential } from '../../authentication/credentials';
import { BearerExchanges } from './bearer-exchanges';
import { CallerPersons } from './caller-person';
import { CredentialEvents } from './credential-events';
import { CredentialStore, type CredentialKey, type KeptCredential } from './credential-store';
import { LinkTickets } from './link-tickets';
import { Renewals, type Renewal } from './renewals';
import { ServiceFault } from './service-fault';
import { keyOfProvider, Services, type KnownService } from './services';

/** Milliseconds between two looks whether the person has linked the account. */
const LOOK_MS = 500;

/** Milliseconds that a call waits for them: one that may be repeated less than one that waits anyway. */
const LINK_WAIT_MS = { modern: 15_000, legacy: 600_000 };

/** Milliseconds between two notes that one is used. */
const NOTED_MS = 3_600_000;

/** Gives callers their own tokens for the services of the file of `AUTH_PROVIDERS`. */
@Injectable()
export class Credentials extends CredentialSource {
  private readonly logger = new Logger('Credentials');

  constructor(
    private readonly services: Services,
    private readonly callers: CallerPersons,
    private readonly store: CredentialStore,
    private readonly renewals: Renewals,
    private readonly exchanges: BearerExchanges,
    private readonly tickets: LinkTickets,
    private readonly events: CredentialEvents,
    private readonly clock: Clock,
  ) {
    super();
  }

  async credential(demand: CredentialDemand): Promise<string> {
    const { service: id, context, headers, refused } = demand;
    const service = this.services.find(id);
    if (service === undefined || id.startsWith('@')) throw this.unknown(id);
    const { title, provider } = service.settings;
    const { personId, foreignIssuer, clientId } = this.callers.of(context.auth, title);
    try {
      if (provider !== undefined && foreignIssuer === provider.issuer) {
        const bearer = presentedCredential(headers) ?? '';
        return await this.exchanges.tokenFor(service, bearer, refused);
      }
      if (personId === undefined) throw unreachable(title, foreignIssuer);
      const kept = await this.ofPerson(service, { personId, service: id }, demand);
      await this.noteUse(kept, service, clientId);
      return kept.tokens!.accessToken;
    } catch (error) {
      throw error instanceof ServiceFault ? this.told(error, service) : error;
    }
  }

  /** @throws {ToolError} the person has not linked their account, or not signed in */
  private async ofPerson(
    service: KnownService,
    key: CredentialKey,
    { context, refused }: CredentialDemand,
  ): Promise<KeptCredential> {
    const kept = await this.find(service, key, refused);
    if (kept !== undefined) return kept;
    await this.askToLink(service, key, context);
    const linked = await this.find(service, key);
    if (linked === undefined) throw new ToolError(howToLink(service, this.tickets.addressFor(key)));
    return linked;
  }

  private async find(
    service: KnownService,
    key: CredentialKey,
    refused?: string,
  ): Promise<KeptCredential | undefined> {
    const renewal = this.renewalOf(service, key);
    const kept = await this.renewals.good(key, renewal);
    if (refused === undefined || kept?.tokens?.accessToken !== refused) return kept;
    const over = { ...kept.tokens, expiresAt: 0, renewAt: 0 };
    await this.store.renew(kept, over, service.days);
    return this.renewals.good(key, renewal);
  }

  private renewalOf(service: KnownService, key: CredentialKey): Renewal {
    const { provider } = service.settings;
    const { days, client } = service;
    const onEnd: Renewal['onEnd'] = (end, why) => {
      if (why !== undefined) this.logger.warn(`${key.service} takes a credential no more: ${why}`);
      this.events.note(end, key, 'this server');
    };
    if (provider === undefined) {
      const obtain: Renewal['obtain'] = async (former) => {
        if (former?.refreshToken === undefined) throw new ServiceFault('refused', 'it has ended');
        return client.refresh(former.refreshToken);
      };
      return { obtain, days, onEnd };
    }
    const obtain: Renewal['obtain'] = async () => {
      const source = { personId: key.personId, service: keyOfProvider(provider.id) };
      const known = this.services.find(source.service)!;
      const kept = await this.renewals.good(source, this.renewalOf(known, source));
      if (kept === undefined) throw new ServiceFault('refused', 'they have to sign in again');
      try {
        return await client.exchange(kept.tokens!.accessToken);
      } catch (error) {
        // What is not exchanged for this will not be later; a new sign-in brings another.
        if ((error as ServiceFault).reason === 'refused') await this.store.end(kept);
        throw error;
      }
    };
    return { obtain, days, onEnd, isMade: true };
  }

  /** Sends the person to the page of the link, and waits a while until they are done. */
  private async askToLink(
    service: KnownService,
    key: CredentialKey,
    context: CredentialDemand['context'],
  ): Promise<void> {
    const url = this.tickets.addressFor(key);
    const { era, capabilities } = context.client;
    if (capabilities.elicitation?.url === undefined) throw new ToolError(howToLink(service, url));
    const { title } = service.settings;
    const page = elicitUrl({
      message: `Link your account at ${title}, so that this can go on.`,
      url,
    });
    const name = `credential:${key.service}`;
    const { [name]: answer } = await context
      .requestInput({
        [name]: {
          ...page,
          read: async (given: unknown) => {
            const read = await page.read(given);
            if (read.action === 'accept') await this.linked(key, LINK_WAIT_MS[era], context.signal);
            return read;
          },
        },
      })
      .catch((error: unknown) => {
        // A client without a session cannot be asked.
        throw error instanceof ToolError ? new ToolError(howToLink(service, url)) : error;
      });
    if (answer?.action !== 'accept') {
      throw new ToolError(`${title} is not linked: the person did not want to.`);
    }
  }

  /** To accept is to open the page; what is done there is seen by what it leaves. */
  private async linked(key: CredentialKey, limitMs: number, signal: AbortSignal): Promise<void> {
    const until = performance.now() + limitMs;
    while (performance.now() < until) {
      const source = await this.store.find(this.sourceOf(key));
      if (source?.tokens !== undefined) return;
      await wait(LOOK_MS, undefined, { signal });
    }
  }

  /** What the page leaves: the credential itself, or the token of the sign-in that it is got for. */
  private sourceOf(key: CredentialKey): CredentialKey {
    const provider = this.services.find(key.service)?.settings.provider;
    if (provider === undefined) return key;
    return { personId: key.personId, service: keyOfProvider(provider.id) };
  }

  private async noteUse(kept: KeptCredential, { days }: KnownService, by: string): Promise<void> {
    if (!kept.isSealedAnew) await this.store.reseal(kept);
    const { usedAt } = kept;
    if (usedAt !== null && this.clock.now() - usedAt.getTime() < NOTED_MS) return;
    if (await this.store.used(kept, days)) this.events.note('used', kept, by);
  }

  private told({ reason, message, waitMs }: ServiceFault, { settings }: KnownService): ToolError {
    const { id, title } = settings;
    if (waitMs === 0) {
      const text = `${id} gives no credentials: ${message}`;
      if (reason === 'misconfigured') this.logger.error(text);
      else this.logger.warn(text);
    }
    if (reason === 'misconfigured') {
      return new ToolError(
        `${title} does not take this server. Whoever runs it finds the reason in its log.`,
      );
    }
    if (reason === 'refused') {
      return new ToolError(
        `${title} gives nothing for this sign-in. Sign in again, and then call this again.`,
      );
    }
    const seconds = Math.max(5, Math.ceil(waitMs / 1_000));
    return new ToolError(`${title} does not answer. Try again in ${seconds} s.`);
  }

  private unknown(id: string): Error {
    const { names } = this.services;
    return new Error(
      `context.credential(): there is no service "${id}". The file of AUTH_PROVIDERS has ${names.join(', ') || 'none'}.`,
    );
  }
}

function howToLink({ settings: { title, by } }: KnownService, url: string): string {
  return by === 'link'
    ? `${title} has to be linked first. Open ${url} in a browser, sign in there as yourself, and then call this again.`
    : `For ${title} you have to sign in again. Open ${url} in a browser, and then call this again.`;
}

function unreachable(title: string, issuer = ''): ToolError {
  return new ToolError(
    `${title} is used as a person who signs in at this server; this caller has a token of ${issuer}, which no provider in the file of AUTH_PROVIDERS issues.`,
  );
}
