import type { IncomingMessage, ServerResponse } from 'node:http';
import { Clock } from '@repo/foundation';
import { Injectable, Logger } from '@nestjs/common';
import type { Provider as OAuthProvider } from 'oidc-provider';
import { ACCOUNT_PATH } from '../account';
import { leavingPage, linkedPage, linkPage, signedInAgainPage } from '../pages/link-pages';
import { sendPage } from '../pages/page';
import { PublicUrl } from '../../resource/public-url';
import { People, type Person } from '../people/people';
import { Records } from '../server/records';
import { refuseForgery, SignInFault } from '../sign-in-fault';
import { CredentialEvents } from './credential-events';
import { CredentialStore, type CredentialKey } from './credential-store';
import { keptTokens } from './kept-tokens';
import { LINK_PATH, LinkTickets } from './link-tickets';
import { random, redirect, RETURN_PATH, signInAddress } from './own-sign-in';
import type { LinkAttempt } from './service-client';
import type { ServiceFault } from './service-fault';
import { keyOfProvider, Services, type KnownService } from './services';

/** Where services send people back to, with their id. */
const LINKED_PATH = '/oauth/linked';

/** Seconds that a person may take at the service. */
const ATTEMPT_S = 900;

interface KeptAttempt extends LinkAttempt, CredentialKey {}

/**
 * The pages on which a person links an account at a service. The one who is signed in in the browser
 * must be the one whom the call was made for, when they begin and when they come back: otherwise
 * somebody could have another link their account to a stranger, or a stranger's account to them
 * (MCP 2026-07-28, elicitation, phishing).
 */
@Injectable()
export class Linking {
  private readonly logger = new Logger('Credentials');

  constructor(
    private readonly people: People,
    private readonly records: Records,
    private readonly services: Services,
    private readonly store: CredentialStore,
    private readonly tickets: LinkTickets,
    private readonly events: CredentialEvents,
    private readonly url: PublicUrl,
    private readonly clock: Clock,
  ) {}

  /** Whether a path is one of these. */
  static has(path: string): boolean {
    return [LINK_PATH, LINKED_PATH].some((above) => path.startsWith(`${above}/`));
  }

  /** @throws {SignInFault} what the person is told */
  async handle(
    oauth: OAuthProvider,
    request: IncomingMessage,
    response: ServerResponse,
  ): Promise<void> {
    const url = new URL(request.url ?? '', this.url.origin);
    if (url.pathname === RETURN_PATH) return this.comeBackFromSignIn(url, response);
    if (url.pathname.startsWith(`${LINKED_PATH}/`)) {
      return this.comeBack(url, await this.personOf(oauth, request, response), response);
    }
    const ticket = url.pathname.slice(LINK_PATH.length + 1);
    const key = this.tickets.read(ticket);
    if (key === undefined) throw new SignInFault('This page has expired. Call the tool again.');
    const person = await this.personOf(oauth, request, response);
    if (person === undefined) return redirect(response, signInAddress(ticket));
    if (person.id !== key.personId) throw ofAnother(person);
    const service = this.serviceOf(key.service);
    if (request.method !== 'POST') return this.show(service, person, ticket, response);
    refuseForgery(request, this.url.origin);
    if (service.settings.provider !== undefined) {
      return sendPage(response, leavingPage(signInAddress(ticket, true), 'your sign-in'));
    }
    await this.goTo(service, key, response);
  }

  private async show(
    service: KnownService,
    person: Person,
    ticket: string,
    response: ServerResponse,
  ): Promise<void> {
    const { settings } = service;
    const path = `${LINK_PATH}/${ticket}`;
    if (settings.provider !== undefined) {
      const source = { personId: person.id, service: keyOfProvider(settings.provider.id) };
      const isThere = (await this.store.find(source))?.tokens !== undefined;
      return sendPage(response, signedInAgainPage(path, settings.title, isThere));
    }
    const { title, scopes } = settings;
    sendPage(response, linkPage({ path, person, title, scopes: scopes.split(' ') }));
  }

  private async goTo(
    service: KnownService,
    key: CredentialKey,
    response: ServerResponse,
  ): Promise<void> {
    const kept: KeptAttempt = { ...key, ...attempt(this.redirectUri(key.service)) };
    let address: URL;
    try {
      address = await service.client.addressOf(kept);
    } catch (error) {
      throw this.failed(key.service, error);
    }
    await this.records.save('LinkAttempt', kept.state, kept, ATTEMPT_S);
    sendPage(response, leavingPage(address.href, service.settings.title));
  }

  private async comeBack(url: URL, person: Person | undefined, response: ServerResponse) {
    const { records, store, events, clock } = this;
    const id = url.pathname.slice(LINKED_PATH.length + 1);
    const kept = await records.take<KeptAttempt>(
      'LinkAttempt',
      url.searchParams.get('state') ?? '',
    );
    if (kept?.service !== id) throw new SignInFault('This link has ended. Call the tool again.');
    if (person?.id !== kept.personId) throw ofAnother(person);
    const service = this.serviceOf(id);
    if (url.searchParams.get('error') === 'access_denied') {
      throw new SignInFault(`You refused at ${service.settings.title}, so nothing is linked.`, 403);
    }
    try {
      const tokens = keptTokens(await service.client.redeem(url, kept), clock.now());
      await store.put(kept, tokens, service.days);
    } catch (error) {
      throw this.failed(id, error);
    }
    events.note('linked', kept);
    sendPage(response, linkedPage(service.settings.title, ACCOUNT_PATH));
  }

  private comeBackFromSignIn({ searchParams }: URL, response: ServerResponse): void {
    const state = searchParams.get('state') ?? '';
    if (searchParams.has('error')) throw new SignInFault('You have not signed in.', 403);
    // Only to a page of ours, whatever the state says.
    const isTicket = this.tickets.read(state) !== undefined;
    redirect(response, isTicket ? `${LINK_PATH}/${encodeURIComponent(state)}` : ACCOUNT_PATH);
  }

  /** Who is signed in in this browser. */
  private async personOf(
    oauth: OAuthProvider,
    request: IncomingMessage,
    response: ServerResponse,
  ): Promise<Person | undefined> {
    const { accountId } = await oauth.Session.get(oauth.createContext(request, response));
    return accountId === undefined ? undefined : this.people.find(accountId);
  }

  private serviceOf(id: string): KnownService {
    const service = this.services.find(id);
    if (service === undefined) throw new SignInFault('There is no such service.', 404);
    return service;
  }

  private redirectUri(service: string): string {
    return `${this.url.origin}${LINKED_PATH}/${service}`;
  }

  /** The person learns that it failed, the log why. */
  private failed(service: string, error: unknown): SignInFault {
    if (error instanceof SignInFault) return error;
    const { message } = error as ServiceFault;
    this.logger.warn(`Linking ${service} failed: ${message.slice(0, 500)}`);
    return new SignInFault(
      'The service did not link your account. Whoever runs this server finds the reason in its log.',
      502,
    );
  }
}

const attempt = (redirectUri: string): LinkAttempt => ({
  ...{ state: random(), codeVerifier: random(), redirectUri },
});

function ofAnother(person: Person | undefined): SignInFault {
  const who =
    person === undefined ? 'nobody is signed in in this browser' : `you are ${person.name}`;
  return new SignInFault(`This link is for somebody else: ${who}. Nothing was linked.`, 403);
}
