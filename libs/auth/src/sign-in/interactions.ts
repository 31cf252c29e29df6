import type { IncomingMessage, ServerResponse } from 'node:http';
import { messageOf } from '@repo/foundation';
import type { Logger } from '@nestjs/common';
import type { Interaction, Provider as OAuthProvider } from 'oidc-provider';
import { Account, ACCOUNT_PATH } from './account';
import type { Consent } from './consent';
import { admit, NotAdmittedError } from './people/admission';
import { random, redirect } from './credentials/own-sign-in';
import { Linking } from './credentials/linking';
import type { UpstreamTokens } from './credentials/upstream-tokens';
import type { People } from './people/people';
import { sampleGrants, samplePeople } from './people/sample-people';
import { faultPage, providersPage, samplePeoplePage } from './pages/pages';
import { leavingPage } from './pages/link-pages';
import { sendPage } from './pages/page';
import type { Arrival, Attempt, Upstream } from './providers/upstream';
import { upstreamFailure } from './providers/upstream-failure';
import type { Records } from './server/records';
import { SIGN_IN_PATH } from './server/oauth-server';
import { refuseForgery, SignInFault } from './sign-in-fault';
import type { SignInSettings } from './settings/sign-in-settings';

const CALLBACK_PATH = '/oauth/callback';

/** Seconds that a person may take at the provider. */
const ATTEMPT_S = 900;

/** With tokens where services are got for them. */
type KeptArrival = Pick<Arrival, 'identity'> & Partial<Arrival>;

interface KeptAttempt extends Attempt {
  readonly uid: string;
  readonly provider: string;
}

export interface InteractionParts {
  readonly oauth: OAuthProvider;
  /** Undefined: the sample people. */
  readonly settings: SignInSettings | undefined;
  readonly upstreams: ReadonlyMap<string, Upstream>;
  readonly people: People;
  readonly records: Records;
  readonly logger: Logger;
  /** Of this server, without a slash. */
  readonly origin: string;
  readonly account: Account;
  readonly consent: Consent;
  readonly linking: Linking;
  readonly tokens: UpstreamTokens;
}

/**
 * The steps that a person sees between a client's request and its answer: who they are, and whether
 * the client may act for them. Each step but the return from a provider is of the browser that has
 * the cookie of the request, so nobody ends what another began.
 */
export class Interactions {
  constructor(private readonly parts: InteractionParts) {}

  /** Whether a path is one of these. */
  static has(path: string): boolean {
    return (
      path === ACCOUNT_PATH ||
      Linking.has(path) ||
      [SIGN_IN_PATH, CALLBACK_PATH].some((above) => path.startsWith(`${above}/`))
    );
  }

  /** Does not throw. @param form that was sent */
  async handle(
    request: IncomingMessage,
    response: ServerResponse,
    form: URLSearchParams,
  ): Promise<void> {
    try {
      await this.route(request, response, form);
    } catch (error) {
      if (response.headersSent) return void response.destroy();
      const isLink = Linking.has(new URL(request.url ?? '', this.parts.origin).pathname);
      sendPage(response, this.faultOf(error, isLink ? 'Nothing was linked' : undefined));
    }
  }

  private faultOf(error: unknown, title?: string) {
    if (error instanceof SignInFault) return faultPage(error.message, error.status, title);
    if (error instanceof NotAdmittedError) return faultPage(error.message, 403);
    if (messageOf(error) === 'invalid_request') {
      return faultPage('This sign-in has ended, or began in another browser.', 400);
    }
    this.parts.logger.error(`A sign-in failed: ${messageOf(error)}`);
    return faultPage('Something is wrong here. Whoever runs this server finds it in its log.', 500);
  }

  private async route(
    request: IncomingMessage,
    response: ServerResponse,
    form: URLSearchParams,
  ): Promise<void> {
    const { pathname } = new URL(request.url ?? '', this.parts.origin);
    if (pathname.startsWith(`${CALLBACK_PATH}/`)) return this.comeBack(request, response);
    if (pathname === ACCOUNT_PATH) return this.parts.account.handle(request, response, form);
    if (Linking.has(pathname)) {
      return this.parts.linking.handle(this.parts.oauth, request, response);
    }
    const [uid = '', step = '', id = ''] = pathname.slice(SIGN_IN_PATH.length + 1).split('/');
    const interaction = await this.parts.oauth.interactionDetails(request, response);
    if (interaction.uid !== uid) throw new SignInFault('This sign-in began in another browser.');
    const line = `${request.method} ${step}`;
    if (line === 'GET ') return this.show(interaction, response);
    if (line === 'GET with') {
      // A redirect would be blocked: the page with the form lets it lead to this server alone.
      return sendPage(response, leavingPage(await this.begin(interaction, id), 'your sign-in'));
    }
    if (line === 'GET back') return this.finish(interaction, request, response);
    refuseForgery(request, this.parts.origin);
    if (line === 'POST as') return this.beSample(interaction, form, request, response);
    if (line === 'POST consent')
      return this.parts.consent.take(interaction, form, request, response);
    throw new SignInFault('There is no such step.', 404);
  }

  private async show(interaction: Interaction, response: ServerResponse): Promise<void> {
    const { prompt, uid } = interaction;
    const path = `${SIGN_IN_PATH}/${uid}`;
    if (prompt.name === 'consent') return this.parts.consent.ask(interaction, path, response);
    const providers = this.parts.settings?.providers;
    const [only, ...more] = providers ?? [];
    if (providers === undefined) return sendPage(response, samplePeoplePage(path, samplePeople));
    if (only !== undefined && more.length === 0) {
      return redirect(response, await this.begin(interaction, only.id));
    }
    return sendPage(response, providersPage(path, providers));
  }

  private async begin({ uid }: Interaction, id: string): Promise<string> {
    const attempt: KeptAttempt = {
      ...{ uid, provider: id, redirectUri: this.addressOf(id) },
      ...{ state: random(), nonce: random(), codeVerifier: random() },
    };
    let address: string;
    try {
      address = await this.upstream(id).addressOf(attempt);
    } catch (error) {
      throw this.failed(id, error);
    }
    await this.parts.records.save('Attempt', attempt.state, attempt, ATTEMPT_S);
    return address;
  }

  /** The provider's answer. It comes without the cookie of the step, so the next one looks for it. */
  private async comeBack(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const address = new URL(request.url ?? '', this.parts.origin);
    const id = address.pathname.slice(CALLBACK_PATH.length + 1);
    const state = address.searchParams.get('state') ?? '';
    const { records } = this.parts;
    const attempt = await records.take<KeptAttempt>('Attempt', state);
    if (attempt?.provider !== id) throw new SignInFault('This sign-in has ended.');
    let arrival: Arrival;
    try {
      arrival = await this.upstream(id).arrivalOf(address, attempt);
    } catch (error) {
      throw this.failed(id, error);
    }
    const { identity, tokens } = arrival;
    // Of what the provider gave nothing is kept that nothing is got for.
    const kept = this.parts.tokens.areOfUse(id) ? { identity, tokens } : { identity };
    await records.save('Arrival', attempt.uid, kept, ATTEMPT_S);
    redirect(response, `${SIGN_IN_PATH}/${attempt.uid}/back`);
  }

  private async finish(
    interaction: Interaction,
    request: IncomingMessage,
    response: ServerResponse,
  ): Promise<void> {
    const arrival = await this.parts.records.take<KeptArrival>('Arrival', interaction.uid);
    if (arrival === undefined) throw new SignInFault('This sign-in has ended.');
    await this.signIn(interaction, arrival, request, response);
  }

  private async beSample(
    interaction: Interaction,
    form: URLSearchParams,
    request: IncomingMessage,
    response: ServerResponse,
  ): Promise<void> {
    const identity = samplePeople.find(({ subject }) => subject === form.get('person'));
    if (identity === undefined || this.parts.settings !== undefined) {
      throw new SignInFault('There is nobody of that name.');
    }
    await this.signIn(interaction, { identity }, request, response);
  }

  private async signIn(
    interaction: Interaction,
    { identity, tokens }: KeptArrival,
    request: IncomingMessage,
    response: ServerResponse,
  ): Promise<void> {
    const { oauth, people, settings, logger } = this.parts;
    const provider = settings?.providers.find(({ id }) => id === identity.provider);
    const scopes = admit(identity, provider?.require ?? {}, settings?.grants ?? sampleGrants);
    const person = await people.signedIn(identity, scopes);
    logger.log(`${person.id} has signed in`);
    if (tokens !== undefined) {
      await this.parts.tokens.keep(tokens, person.id, identity.provider);
    }
    await this.leave(interaction, person.id, request, response);
    const login = { accountId: person.id };
    await oauth.interactionFinished(request, response, { login });
  }

  /** Whoever was signed in to this browser before, unless it was the same person. */
  private async leave(
    interaction: Interaction,
    personId: string,
    request: IncomingMessage,
    response: ServerResponse,
  ): Promise<void> {
    const { oauth } = this.parts;
    const session = await oauth.Session.get(oauth.createContext(request, response));
    if (session.accountId === undefined || session.accountId === personId) return;
    // What was begun as the one goes on as the other.
    delete interaction.session;
    await interaction.persist();
    delete session.accountId;
    delete session.loginTs;
    delete session.authorizations;
    await session.persist();
  }

  private upstream(id: string): Upstream {
    const upstream = this.parts.upstreams.get(id);
    if (upstream === undefined) throw new SignInFault('There is no such provider.', 404);
    return upstream;
  }

  private failed(id: string, error: unknown): Error {
    const provider = this.parts.settings?.providers.find((one) => one.id === id);
    if (error instanceof SignInFault || provider === undefined) return error as Error;
    const { log, page } = upstreamFailure(provider, error, this.addressOf(id));
    this.parts.logger.warn(log);
    return new SignInFault(page, 502);
  }

  /** Where a provider sends people back to. */
  private addressOf(id: string): string {
    return `${this.parts.origin}${CALLBACK_PATH}/${id}`;
  }
}
