import type { KeyObject } from 'node:crypto';
import { boolean } from '../formats/boolean';
import { choice } from '../formats/choice';
import { scopes } from '../formats/claim';
import { privateKeys } from '../formats/private-keys';
import { text, token } from '../formats/text';
import { MASK, maskSecret } from '../mask';
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
  ALLOW_WEAK_SECRETS: {
    schema: boolean(),
    description:
      'Confirms that an `API_KEY` of fewer than 32 characters, or a `JWT_SECRET` of words, rows of keys or a URL, is meant in production. Without effect elsewhere.',
    default: 'false',
  },
  API_KEY: {
    schema: token(),
    description:
      'A static key with all scopes, for a first try. Its holder may do everything. In production it has at least 32 characters.',
    secret: 'value',
    example: 'a-key-for-a-first-try',
  },
  JWT_SECRET: {
    schema: text('any text; in production at least 32 bytes that are not a well-known example'),
    description:
      'The secret that signs the tokens of `/oauth/token`, the same in every replica. In production it is required unless `JWT_ISSUER` or `JWT_PRIVATE_KEY` is set. Make one with `openssl rand -base64 48`.',
    withoutDefault:
      'generated, and kept in `.data/development-secret` of the workspace; `test`: generated at each start; production: none',
    secret: 'value',
    example: 'only-for-development-never-for-production',
  },
  JWT_PRIVATE_KEY: {
    schema: privateKeys(),
    description:
      'Signs the tokens of `/oauth/token` in place of `JWT_SECRET`, so that others can check them with the public keys at `/.well-known/jwks.json`. With several, the first signs and all are accepted. Put a new one behind the old one in every replica, then before it, and take the old one away a day later.',
    secret: 'value',
  },
  DPOP_REQUIRED: {
    schema: boolean(),
    description:
      'Whether access tokens must be bound to a key of their client (DPoP, RFC 9449). Tokens that are bound need their proof in either case; API keys are not asked for one.',
    default: 'false',
  },
  MCP_BASE_SCOPES: {
    schema: scopes(),
    description:
      'The scopes that a client should ask for at its first sign-in. What else a call needs it is told when it makes that call.',
    withoutDefault: 'none: the identity provider decides',
    example: 'mcp:connect',
  },
  STDIO_SCOPES: {
    schema: scopes(),
    description:
      'The scopes of the one client on stdio, `local`, which has no token: whoever can start the process may do what is set here. `*` stands for all.',
    withoutDefault: 'none: that client is anonymous',
    example: 'invoices:read',
  },
} satisfies VariableTable;

/** Who may call. */
export class AuthConfig extends Section {
  /** `MCP_AUTH`, default `optional`, in production `required`. */
  readonly mcpAuth: 'off' | 'optional' | 'required';
  /** Whether `jwtSecret` was made up, so that its tokens are good on this machine at most. */
  readonly jwtSecretGenerated: boolean;
  /** `DPOP_REQUIRED`, default false. */
  readonly dpopRequired: boolean;
  /** `MCP_BASE_SCOPES`, default none. */
  readonly baseScopes: readonly string[];
  /** `STDIO_SCOPES`, default none. */
  readonly stdioScopes: readonly string[];
  readonly #apiKey: string | undefined;
  readonly #jwtSecret: string | undefined;
  readonly #privateKeys: readonly KeyObject[];

  /** @param generatedSecret stands in for an unset `JWT_SECRET`; never given in production */
  constructor(values: Values<typeof authVariables>, generatedSecret: string | undefined) {
    super();
    this.mcpAuth = values.MCP_AUTH;
    this.#apiKey = values.API_KEY;
    this.#jwtSecret = values.JWT_SECRET ?? generatedSecret;
    this.jwtSecretGenerated = values.JWT_SECRET === undefined && generatedSecret !== undefined;
    this.#privateKeys = values.JWT_PRIVATE_KEY ?? [];
    this.dpopRequired = values.DPOP_REQUIRED;
    this.baseScopes = values.MCP_BASE_SCOPES ?? [];
    this.stdioScopes = values.STDIO_SCOPES ?? [];
  }

  /** `API_KEY`, a secret, default none. */
  get apiKey(): string | undefined {
    return this.#apiKey;
  }

  /**
   * `JWT_SECRET`, generated in development. `undefined` only in production with an
   * outside identity provider or a private key.
   */
  get jwtSecret(): string | undefined {
    return this.#jwtSecret;
  }

  /** `JWT_PRIVATE_KEY`, a secret, default none. The first signs. */
  get privateKeys(): readonly KeyObject[] {
    return this.#privateKeys;
  }

  override toJSON(): Record<string, unknown> {
    return {
      ...super.toJSON(),
      apiKey: maskSecret(this.#apiKey, 'value'),
      jwtSecret: maskSecret(this.#jwtSecret, 'value'),
      privateKeys: this.#privateKeys.map(() => MASK),
    };
  }
}
