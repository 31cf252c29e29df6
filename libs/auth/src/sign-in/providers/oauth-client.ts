import type * as Oidc from 'openid-client';
import { boundedFetch, withoutIdToken } from './bounded-fetch';

/** Seconds for each answer, by default. */
const TIMEOUT_S = 8;

/** Milliseconds after which metadata and keys are asked for anew. */
const METADATA_MS = 3_600_000;

/** Loaded by the first sign-in: it costs the start of those who have none. */
export const openidClient = (): Promise<typeof Oidc> => import('openid-client');

/** What is known of a provider or a service, and of this server as its client. */
export interface OAuthParty {
  /** Where its metadata is found, unless its endpoints are given. */
  readonly issuer: string;
  readonly endpoints?:
    | {
        readonly authorization_endpoint: string;
        readonly token_endpoint: string;
        readonly revocation_endpoint?: string;
      }
    | undefined;
  readonly clientId: string;
  readonly clientSecret: string | undefined;
  readonly clientAuthentication: 'basic' | 'post';
  /** Whether it says who somebody is; else what it says of that is not looked at. */
  readonly identifies?: boolean;
  /** Seconds for each answer. */
  readonly timeout?: number | undefined;
}

/** This server as a client of a provider or a service. */
export class OAuthClient {
  private configuration?: Promise<Oidc.Configuration>;
  private foundAt = 0;

  constructor(private readonly party: OAuthParty) {}

  /** Asked once for all who come meanwhile, and again after a failure. */
  configured(): Promise<Oidc.Configuration> {
    if (this.configuration === undefined || Date.now() - this.foundAt > METADATA_MS) {
      this.foundAt = Date.now();
      this.configuration = this.configure();
      this.configuration.catch(() => (this.configuration = undefined));
    }
    return this.configuration;
  }

  private async configure(): Promise<Oidc.Configuration> {
    const oidc = await openidClient();
    const { issuer, endpoints, clientId, identifies = false, timeout = TIMEOUT_S } = this.party;
    const fetching = identifies ? boundedFetch : withoutIdToken;
    const authentication = await this.authentication();
    if (endpoints === undefined) {
      const execute = issuer.startsWith('http:') ? [oidc.allowInsecureRequests] : [];
      const options = { execute, timeout, [oidc.customFetch]: fetching };
      return oidc.discovery(new URL(issuer), clientId, undefined, authentication, options);
    }
    const metadata = { issuer, ...endpoints };
    const configuration = new oidc.Configuration(metadata, clientId, undefined, authentication);
    configuration.timeout = timeout;
    configuration[oidc.customFetch] = fetching;
    if (endpoints.token_endpoint.startsWith('http:')) oidc.allowInsecureRequests(configuration);
    return configuration;
  }

  /** How this server says who it is there. */
  private async authentication(): Promise<Oidc.ClientAuth> {
    const oidc = await openidClient();
    const { clientSecret, clientAuthentication } = this.party;
    if (clientSecret === undefined) return oidc.None();
    return clientAuthentication === 'post'
      ? oidc.ClientSecretPost(clientSecret)
      : oidc.ClientSecretBasic(clientSecret);
  }
}
