import { liveSecrets } from '@repo/config';
import type { Clock } from '@repo/foundation';
import type * as Oidc from 'openid-client';
import { OAuthClient, openidClient } from '../providers/oauth-client';
import { tokensOf, type Tokens } from '../providers/tokens';
import type { Service } from '../settings/services';
import { isAnswerLost, serviceFault, ServiceFault } from './service-fault';
import { ServiceGuard } from './service-guard';

/** What a person's way to a service begins with, and is checked against when they come back. */
export interface LinkAttempt {
  readonly state: string;
  readonly codeVerifier: string;
  readonly redirectUri: string;
}

const ACCESS_TOKEN = 'urn:ietf:params:oauth:token-type:access_token';
const EXCHANGE = 'urn:ietf:params:oauth:grant-type:token-exchange';
const JWT_BEARER = 'urn:ietf:params:oauth:grant-type:jwt-bearer';

/**
 * This server as a client of a service. All that it asks may throw a `ServiceFault`; what it sends is
 * known to the masks of the log, since a service may say it again.
 */
export class ServiceClient {
  private readonly client: OAuthClient;
  private readonly guard: ServiceGuard;

  constructor(
    private readonly service: Service,
    clock: Clock,
    timeout?: number,
  ) {
    const { id, issuer, endpoints } = service;
    this.client = new OAuthClient({
      ...service,
      timeout,
      // Without metadata nobody knows its name; an answer that says one is then not compared.
      issuer: issuer ?? `https://${id}.invalid`,
      endpoints: endpoints && {
        authorization_endpoint: endpoints.authorization,
        token_endpoint: endpoints.token,
        ...(endpoints.revocation && { revocation_endpoint: endpoints.revocation }),
      },
    });
    this.guard = new ServiceGuard(service.title, clock);
  }

  /** Where the person goes. */
  async addressOf({ state, codeVerifier, redirectUri }: LinkAttempt): Promise<URL> {
    const oidc = await openidClient();
    return this.ask(async (configuration) =>
      oidc.buildAuthorizationUrl(configuration, {
        ...this.service.parameters,
        ...this.scope,
        ...{ redirect_uri: redirectUri, state, code_challenge_method: 'S256' },
        code_challenge: await oidc.calculatePKCECodeChallenge(codeVerifier),
      }),
    );
  }

  /** What the person came back with. @param address that they were sent to, with its query */
  async redeem(address: URL, { state, codeVerifier, redirectUri }: LinkAttempt): Promise<Tokens> {
    const oidc = await openidClient();
    const answer = new URL(redirectUri);
    answer.search = address.search;
    if (this.service.issuer === undefined) answer.searchParams.delete('iss');
    return this.ask(async (configuration) =>
      tokensOf(
        await oidc.authorizationCodeGrant(configuration, answer, {
          pkceCodeVerifier: codeVerifier,
          expectedState: state,
        }),
      ),
    );
  }

  /**
   * New tokens for a refresh token. Where the answer is lost it is asked once more at once: providers
   * that give a new refresh token each time take the old one again for some seconds.
   */
  async refresh(refreshToken: string): Promise<Tokens> {
    liveSecrets.add(refreshToken);
    const oidc = await openidClient();
    return this.ask(async (configuration) => {
      const send = () => oidc.refreshTokenGrant(configuration, refreshToken);
      return tokensOf(
        await send().catch((error: unknown) => {
          if (isAnswerLost(error)) return send();
          throw error;
        }),
      );
    });
  }

  /** A token of the service for one of the provider (RFC 8693), or on behalf of its person (Entra ID). */
  async exchange(token: string): Promise<Tokens> {
    liveSecrets.add(token);
    const oidc = await openidClient();
    const isByEntra = this.service.by === 'on-behalf-of';
    const [grant, asked] = isByEntra
      ? [JWT_BEARER, { assertion: token, requested_token_use: 'on_behalf_of' }]
      : [EXCHANGE, { subject_token: token, subject_token_type: ACCESS_TOKEN }];
    return this.ask(async (configuration) => {
      const parameters = { ...this.service.parameters, ...this.scope, ...asked };
      const answer = await oidc.genericGrantRequest(configuration, grant, parameters);
      // It is not kept: the next exchange is of a token that is good then.
      return { ...tokensOf(answer), refreshToken: undefined };
    });
  }

  /** Gives a token back (RFC 7009), where the service takes some. */
  async revoke(token: string): Promise<void> {
    const oidc = await openidClient();
    await this.ask(async (configuration) => {
      if (configuration.serverMetadata().revocation_endpoint === undefined) return;
      await oidc.tokenRevocation(configuration, token);
    });
  }

  private get scope(): { scope?: string } {
    const { scopes } = this.service;
    return scopes === '' ? {} : { scope: scopes };
  }

  private ask<T>(work: (configuration: Oidc.Configuration) => Promise<T>): Promise<T> {
    return this.guard.run(async () => {
      try {
        return await work(await this.client.configured());
      } catch (error) {
        throw error instanceof ServiceFault ? error : serviceFault(error);
      }
    });
  }
}
