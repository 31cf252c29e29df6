import { boolean } from '../formats/boolean';
import { choice } from '../formats/choice';
import { text, token } from '../formats/text';
import { httpUrl } from '../formats/url';
import { maskSecret } from '../mask';
import type { Values, VariableTable } from '../variable';
import { Section } from './section';

export const authVariables = {
  MCP_AUTH: {
    schema: choice('off', 'optional', 'required'),
    description:
      'Whether `/mcp` asks for a token: `off` looks at none, `optional` checks one that is sent, `required` refuses a request without one. In production `off` needs `ALLOW_UNAUTHENTICATED=true` as well. `/mcp/protected` always requires one.',
    default: { development: 'optional', production: 'required' },
  },
  ALLOW_UNAUTHENTICATED: {
    schema: boolean(),
    description: 'Confirms that `MCP_AUTH=off` is meant in production. Without effect elsewhere.',
    default: 'false',
  },
  API_KEY: {
    schema: token(),
    description: 'A static key with all scopes, for a first try. Its holder may do everything.',
    secret: 'value',
    example: 'a-key-for-a-first-try',
  },
  JWT_SECRET: {
    schema: text('any text; in production at least 32 bytes that are not a well-known example'),
    description:
      'The secret that signs the tokens of `/oauth/token`, the same in every replica. In production it is required unless `JWKS_URL` is set. Make one with `openssl rand -base64 48`.',
    withoutDefault: 'generated at each start; production: none',
    secret: 'value',
    example: 'only-for-development-never-for-production',
  },
  JWT_ISSUER: {
    schema: httpUrl(),
    description:
      'The `iss` that a token must carry, to the character. Set it for an outside identity provider.',
    withoutDefault: 'this server is the issuer',
    example: 'https://login.example.com/',
  },
  JWT_AUDIENCE: {
    schema: text('the name of this service at the identity provider'),
    description: 'The `aud` that a token must carry. Set it for an outside identity provider.',
    withoutDefault: 'this server is the audience',
    example: 'https://mcp.example.com/mcp',
  },
  JWKS_URL: {
    schema: httpUrl(),
    description:
      'Where an outside identity provider publishes its public keys (RFC 7517). Its tokens are checked with them.',
    example: 'https://login.example.com/.well-known/jwks.json',
  },
} satisfies VariableTable;

/** Who may call. */
export class AuthConfig extends Section {
  /** `MCP_AUTH`, default `optional`, in production `required`. */
  readonly mcpAuth: 'off' | 'optional' | 'required';
  /** Whether `jwtSecret` was made at this start, so that its tokens do not outlive the process. */
  readonly jwtSecretGenerated: boolean;
  /** `JWT_ISSUER`, default none: this server. */
  readonly issuer: string | undefined;
  /** `JWT_AUDIENCE`, default none: this server. */
  readonly audience: string | undefined;
  /** `JWKS_URL`, default none. */
  readonly jwksUrl: string | undefined;
  readonly #apiKey: string | undefined;
  readonly #jwtSecret: string | undefined;

  /** @param generatedSecret stands in for an unset `JWT_SECRET`; never given in production */
  constructor(values: Values<typeof authVariables>, generatedSecret: string | undefined) {
    super();
    this.mcpAuth = values.MCP_AUTH;
    this.#apiKey = values.API_KEY;
    this.#jwtSecret = values.JWT_SECRET ?? generatedSecret;
    this.jwtSecretGenerated = values.JWT_SECRET === undefined && generatedSecret !== undefined;
    this.issuer = values.JWT_ISSUER;
    this.audience = values.JWT_AUDIENCE;
    this.jwksUrl = values.JWKS_URL;
  }

  /** `API_KEY`, a secret, default none. */
  get apiKey(): string | undefined {
    return this.#apiKey;
  }

  /**
   * `JWT_SECRET`, generated in development. `undefined` only in production with `JWKS_URL`:
   * then this server signs no tokens of its own, and must accept none.
   */
  get jwtSecret(): string | undefined {
    return this.#jwtSecret;
  }

  override toJSON(): Record<string, unknown> {
    return {
      ...super.toJSON(),
      apiKey: maskSecret(this.#apiKey, 'value'),
      jwtSecret: maskSecret(this.#jwtSecret, 'value'),
    };
  }
}
