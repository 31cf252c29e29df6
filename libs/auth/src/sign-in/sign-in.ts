import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http';
import { AuthConfig, SignInConfig } from '@repo/config';
import { addressKey, McpHost } from '@repo/mcp-core';
import { Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { inject } from 'light-my-request';
import type { Provider } from 'oidc-provider';
import {
  AUTHORIZE_PATH,
  AuthorizationServer,
  REGISTER_PATH,
} from '../discovery/authorization-server';
import { ProtectedResources } from '../discovery/protected-resources';
import { Counters } from '../limits/counters';
import { RateLimitedError } from '../limits/rate-limited.error';
import { SeenOnce } from '../replay/seen-once';
import { PublicUrl } from '../resource/public-url';
import { OwnIssuer } from '../tokens/own-issuer';
import { Account } from './account';
import { LinkedServices } from './credentials/linked-services';
import { Linking } from './credentials/linking';
import { Services } from './credentials/services';
import { UpstreamTokens } from './credentials/upstream-tokens';
import { Consent } from './consent';
import { Interactions } from './interactions';
import { pageHeaders, pageText } from './pages/page';
import { faultPage } from './pages/pages';
import { Grants } from './people/grants';
import { People } from './people/people';
import { sampleSettings } from './people/sample-people';
import { upstreamsOf } from './providers/upstreams';
import { explained } from './sign-in-fault';
import { oauthServer } from './server/oauth-server';
import { Records } from './server/records';
import { Seal } from './server/seal';
import { readSignInSettings, type SignInSettings } from './settings/sign-in-settings';

/** Of one address. Programs register once for each person, and a company may have one address. */
const REGISTRATIONS = { requests: 60, windowMs: 3_600_000 };

/** A request that is no page, read whole. */
export interface PlainRequest {
  readonly method: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string | undefined;
}

export interface PlainAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

interface Running {
  readonly oauth: Provider;
  readonly interactions: Interactions;
}

/**
 * The sign-in of people: the authorization server that clients talk to, in front of the providers of
 * `AUTH_PROVIDERS`. It is made by its first request, when the address of this server is known.
 */
@Injectable()
export class SignIn implements OnModuleInit {
  private readonly logger = new Logger('SignIn');
  private settings?: SignInSettings;
  private running?: Promise<Running>;

  constructor(
    private readonly config: SignInConfig,
    private readonly auth: AuthConfig,
    private readonly issuer: OwnIssuer,
    private readonly url: PublicUrl,
    private readonly resources: ProtectedResources,
    private readonly people: People,
    private readonly grants: Grants,
    private readonly records: Records,
    private readonly seal: Seal,
    private readonly host: McpHost,
    private readonly server: AuthorizationServer,
    private readonly counters: Counters,
    private readonly seen: SeenOnce,
    private readonly services: Services,
    private readonly linked: LinkedServices,
    private readonly linking: Linking,
    private readonly tokens: UpstreamTokens,
  ) {}

  /** @throws {Error} what is wrong with the file of `AUTH_PROVIDERS` */
  onModuleInit(): void {
    const { providers, hasSamplePeople } = this.config;
    if (providers === undefined) return;
    if (!hasSamplePeople) {
      this.settings = readSignInSettings(providers, this.config);
      this.services.configure(this.settings);
    }
    this.server.servePeople((this.settings ?? sampleSettings).registration);
  }

  /** Whether people sign in here. */
  get isOn(): boolean {
    return this.config.providers !== undefined && this.issuer.isActive;
  }

  /**
   * Answers the requests below `/oauth/` but those that `answer` takes.
   *
   * @param form that was sent; empty where none was
   */
  async handle(
    request: IncomingMessage,
    response: ServerResponse,
    form: URLSearchParams,
  ): Promise<void> {
    const { oauth, interactions } = await this.started();
    this.addressed(request.headers);
    const url = new URL(request.url ?? '', this.url.origin);
    if (Interactions.has(url.pathname)) return interactions.handle(request, response, form);
    if (url.pathname === AUTHORIZE_PATH) request.url = this.withScopes(url);
    return oauth.callback()(request, response);
  }

  /**
   * Answers a request for a token of a person, and one to register or to revoke.
   *
   * @param address of the client
   * @throws {RateLimitedError} too many clients register from there
   */
  async answer(
    path: string,
    { method, headers, body }: PlainRequest,
    address: string,
  ): Promise<PlainAnswer> {
    if (path === REGISTER_PATH && method === 'POST') await this.countRegistration(address);
    const { oauth } = await this.started();
    const sent = { ...headers };
    delete sent['content-length'];
    delete sent['transfer-encoding'];
    this.addressed(sent);
    const listener = oauth.callback();
    const answer = await inject((asked, reply) => void listener(asked, reply), {
      ...{ method: method as 'POST', url: path, headers: sent },
      ...(body === undefined ? {} : { payload: body }),
    });
    const kept = Object.entries(answer.headers).filter(([name]) => !OF_CONNECTIONS.has(name));
    return {
      status: answer.statusCode,
      headers: Object.fromEntries(kept.map(([name, value]) => [name, String(value)])),
      body: answer.payload,
    };
  }

  /** Of a form: whether it asks for a token of a person, rather than of a machine. */
  isForPerson(body: string): boolean {
    const grantType = new URLSearchParams(body).get('grant_type');
    return this.isOn && (grantType === 'authorization_code' || grantType === 'refresh_token');
  }

  private async countRegistration(address: string): Promise<void> {
    const wait = await this.counters.take(`registrations:${addressKey(address)}`, REGISTRATIONS);
    if (wait === 0) return;
    const message = `Too many clients register: ${REGISTRATIONS.requests} an hour are allowed.`;
    throw new RateLimitedError(message, 'registrations', REGISTRATIONS, wait);
  }

  private started(): Promise<Running> {
    this.running ??= this.start();
    return this.running;
  }

  private async start(): Promise<Running> {
    const { Provider } = await import('oidc-provider');
    const { auth, resources, people, records, seal, seen, settings, logger } = this;
    const { origin } = this.url;
    const configuration = await oauthServer({
      ...{ auth, resources, people, records, seal, seen },
      signing: this.issuer.keys.signing!,
      origin,
      settings: settings ?? sampleSettings,
      errorPage: (context, error) => {
        const page = faultPage(explained(error), context.status);
        context.set(pageHeaders(page));
        return pageText(page);
      },
    });
    const oauth = new Provider(origin, configuration);
    // Its requests say by headers of ours where they came to.
    oauth.proxy = true;
    oauth.on('server_error', (_context, error) => {
      logger.error(`The sign-in failed: ${error.stack ?? error.message}`);
    });
    const upstreams = upstreamsOf(settings?.providers ?? []);
    const account = new Account({
      oauth,
      people,
      grants: this.grants,
      linked: this.linked,
      origin,
    });
    const consent = new Consent({ oauth, settings, people, logger });
    const { linking, tokens } = this;
    const shared = { oauth, settings, people, records, logger, origin };
    const parts = { ...shared, upstreams, account, consent, linking, tokens };
    return { oauth, interactions: new Interactions(parts) };
  }

  /** Says where this server is, whatever a client or a proxy says of it. */
  private addressed(headers: IncomingHttpHeaders): void {
    const { protocol, host } = new URL(this.url.origin);
    headers['host'] = host;
    headers['x-forwarded-host'] = host;
    headers['x-forwarded-proto'] = protocol.slice(0, -1);
  }

  /**
   * A client that asks for no scopes leaves it to this server: what it recommends, or else all that
   * the features ask for, of which the person has what is theirs. `openid` lets in who has none of
   * them: features that ask for no scope are for everybody who signs in.
   */
  private withScopes(url: URL): string {
    if ((url.searchParams.get('scope') ?? '') === '') {
      const { baseScopes } = this.auth;
      const scopes = baseScopes.length > 0 ? baseScopes : this.scopesOfFeatures();
      url.searchParams.set('scope', ['openid', ...scopes].join(' '));
    }
    return url.pathname + url.search;
  }

  private scopesOfFeatures(): readonly string[] {
    const scopes = this.host.servers.flatMap(({ catalog }) =>
      [
        ...catalog.tools.values(),
        ...catalog.resources.values(),
        ...catalog.templates,
        ...catalog.prompts.values(),
      ].flatMap((feature) => [...feature.scopes, ...feature.anyScope]),
    );
    return [...new Set(scopes)].sort();
  }
}

/** Those are of the connection that did not exist. */
const OF_CONNECTIONS: ReadonlySet<string> = new Set([
  'connection',
  'content-length',
  'date',
  'keep-alive',
  'transfer-encoding',
]);
