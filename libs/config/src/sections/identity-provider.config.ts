import { claimPaths, claimValues, scopePrefix } from '../formats/claim';
import { duration } from '../formats/duration';
import { tokens } from '../formats/text';
import { httpUrl } from '../formats/url';
import type { Values, VariableTable } from '../variable';
import { Section } from './section';

export const identityProviderVariables = {
  JWT_ISSUER: {
    schema: httpUrl(),
    description:
      'The outside identity provider: the `iss` that its tokens carry, to the character. Without `JWKS_URL` its keys are found by its metadata (OpenID Connect Discovery, RFC 8414). docs/run/sign-in.md shows what Cognito, Entra ID, Auth0, Okta and Keycloak need.',
    withoutDefault: 'none: this server is the only issuer',
    example: 'https://login.example.com/',
  },
  JWT_AUDIENCE: {
    schema: tokens('names of this service at the identity provider'),
    description:
      'What the audience of its tokens may be, beside the address of the endpoint that is called.',
    withoutDefault: 'none: the token must be issued for an address of this server',
    example: 'api://mcp',
  },
  JWT_AUDIENCE_CLAIM: {
    schema: claimPaths(),
    description: 'Where its tokens say whom they are for; all of these are looked at.',
    default: 'aud',
  },
  JWKS_URL: {
    schema: httpUrl(),
    description: 'Where it publishes its public keys (RFC 7517). It needs `JWT_ISSUER` as well.',
    withoutDefault: 'what the metadata of `JWT_ISSUER` says',
    example: 'https://login.example.com/.well-known/jwks.json',
  },
  JWT_SUBJECT_CLAIM: {
    schema: claimPaths(),
    description: 'Where its tokens name the user; the first that is there counts.',
    default: 'sub',
  },
  JWT_CLIENT_CLAIM: {
    schema: claimPaths(),
    description: 'Where its tokens name the client; the first that is there counts.',
    default: 'client_id,azp,appid,cid',
  },
  JWT_SCOPES_CLAIM: {
    schema: claimPaths(),
    description:
      'Where its tokens have scopes, roles or groups: all that these claims hold together are the scopes of the caller. A text is split at spaces, a list is taken entry by entry.',
    default: 'scope,scp',
  },
  JWT_SCOPE_PREFIX: {
    schema: scopePrefix(),
    description:
      'What stands before each scope at the provider: it is taken off where a token has it, and put before the scopes that clients are told to ask for.',
    example: 'api://mcp/',
  },
  JWT_REQUIRED_CLAIMS: {
    schema: claimValues(),
    description: 'Claims that its tokens must carry with just this value.',
    example: 'token_use=access',
  },
  JWT_CLOCK_TOLERANCE: {
    schema: duration('0s', '5m'),
    description: 'How far the clocks of issuer and server may be apart.',
    default: '30s',
    unit: 'seconds',
  },
} satisfies VariableTable;

/** An outside identity provider, and how its tokens are read. */
export class IdentityProviderConfig extends Section {
  /** `JWT_ISSUER`, default none. */
  readonly issuer: string | undefined;
  /** `JWT_AUDIENCE`, default none. */
  readonly audiences: readonly string[];
  /** `JWT_AUDIENCE_CLAIM`, default `aud`. */
  readonly audienceClaims: readonly string[];
  /** `JWKS_URL`, default none: found by the issuer's metadata. */
  readonly jwksUrl: string | undefined;
  /** `JWT_SUBJECT_CLAIM`, default `sub`. */
  readonly subjectClaims: readonly string[];
  /** `JWT_CLIENT_CLAIM`, default `client_id`, `azp`, `appid`, `cid`. */
  readonly clientClaims: readonly string[];
  /** `JWT_SCOPES_CLAIM`, default `scope` and `scp`. */
  readonly scopesClaims: readonly string[];
  /** `JWT_SCOPE_PREFIX`, default empty. */
  readonly scopePrefix: string;
  /** `JWT_REQUIRED_CLAIMS`, default none. */
  readonly requiredClaims: readonly (readonly [name: string, value: string])[];
  /** `JWT_CLOCK_TOLERANCE` in milliseconds, default 30 s. */
  readonly clockToleranceMs: number;

  constructor(values: Values<typeof identityProviderVariables>) {
    super();
    this.issuer = values.JWT_ISSUER;
    this.audiences = values.JWT_AUDIENCE ?? [];
    this.audienceClaims = values.JWT_AUDIENCE_CLAIM;
    this.jwksUrl = values.JWKS_URL;
    this.subjectClaims = values.JWT_SUBJECT_CLAIM;
    this.clientClaims = values.JWT_CLIENT_CLAIM;
    this.scopesClaims = values.JWT_SCOPES_CLAIM;
    this.scopePrefix = values.JWT_SCOPE_PREFIX ?? '';
    this.requiredClaims = values.JWT_REQUIRED_CLAIMS ?? [];
    this.clockToleranceMs = values.JWT_CLOCK_TOLERANCE;
  }
}
