import { Injectable } from '@nestjs/common';
import { CLIENT_CREDENTIALS, JWT_BEARER, TOKEN_EXCHANGE } from './grant-types';
import { DPOP_ALGORITHMS } from '../dpop/dpop-algorithms';
import type { PublishedKey } from '../keys/own-keys';
import { ASSERTION_ALGORITHMS } from '../tokens/assertion';
import { OwnIssuer } from '../tokens/own-issuer';

export const JWKS_PATH = '/.well-known/jwks.json';
export const TOKEN_PATH = '/oauth/token';
export const AUTHORIZE_PATH = '/oauth/authorize';
export const REGISTER_PATH = '/oauth/register';
export const REVOKE_PATH = '/oauth/revoke';

/** Enterprise-managed authorization (MCP, section 6). */
const ID_JAG_PROFILE = 'urn:ietf:params:oauth:grant-profile:id-jag';

const CONFIDENTIAL = ['client_secret_basic', 'client_secret_post', 'private_key_jwt'];

/** What RFC 8414 wants to know of an authorization server. */
export interface AuthorizationServerMetadata {
  readonly issuer: string;
  /**
   * Where nobody signs in here it refuses everybody. RFC 8414 lets servers without it leave it out; the official SDK's clients do
   * not take such metadata.
   */
  readonly authorization_endpoint: string;
  readonly token_endpoint: string;
  readonly jwks_uri: string;
  readonly response_types_supported: readonly string[];
  readonly grant_types_supported: readonly string[];
  readonly token_endpoint_auth_methods_supported: readonly string[];
  /** Of `private_key_jwt`. */
  readonly token_endpoint_auth_signing_alg_values_supported: readonly string[];
  /** RFC 9449, section 5.1. */
  readonly dpop_signing_alg_values_supported: readonly string[];
  /** How what others vouch for is exchanged for a token (the draft of ID-JAG, section 7.2). */
  readonly authorization_grant_profiles_supported?: readonly string[];
  /** These where people sign in here. */
  readonly registration_endpoint?: string;
  readonly revocation_endpoint?: string;
  readonly code_challenge_methods_supported?: readonly string[];
  readonly authorization_response_iss_parameter_supported?: boolean;
  readonly client_id_metadata_document_supported?: boolean;
}

/** How clients may come that nobody knows yet. */
interface Registration {
  /** By RFC 7591. */
  readonly dynamic: boolean;
  /** By the address of a document, which is their id. */
  readonly metadataDocuments: boolean;
}

/** What is exchanged for tokens of this server. */
interface Assertions {
  readonly ofPeople: boolean;
  readonly ofWorkloads: boolean;
}

/** This server as an issuer: where machines get its tokens, and the keys to check them. */
@Injectable()
export class AuthorizationServer {
  private ofPeople?: Registration;
  private assertions: Assertions = { ofPeople: false, ofWorkloads: false };

  constructor(private readonly own: OwnIssuer) {}

  /** Tells clients from now on that people sign in here. */
  servePeople(registration: Registration): void {
    this.ofPeople = registration;
  }

  /** Tells clients from now on what they may exchange for a token. */
  takeAssertions(assertions: Assertions): void {
    this.assertions = assertions;
  }

  /** @returns undefined where it signs nothing */
  metadata(): AuthorizationServerMetadata | undefined {
    const { isActive, issuer } = this.own;
    if (!isActive) return undefined;
    const people = this.ofPeople && metadataOfPeople(issuer, this.ofPeople);
    return {
      issuer,
      authorization_endpoint: issuer + AUTHORIZE_PATH,
      token_endpoint: issuer + TOKEN_PATH,
      jwks_uri: issuer + JWKS_PATH,
      response_types_supported: [],
      token_endpoint_auth_methods_supported: CONFIDENTIAL,
      token_endpoint_auth_signing_alg_values_supported: ASSERTION_ALGORITHMS,
      dpop_signing_alg_values_supported: DPOP_ALGORITHMS,
      ...people,
      grant_types_supported: [
        ...(people === undefined ? [] : ['authorization_code', 'refresh_token']),
        ...[CLIENT_CREDENTIALS, ...grantTypesOf(this.assertions)],
      ],
      ...(this.assertions.ofPeople && { authorization_grant_profiles_supported: [ID_JAG_PROFILE] }),
    };
  }

  /** The public keys of its tokens (RFC 7517): none where they are signed with a secret. */
  jwks(): { readonly keys: readonly PublishedKey[] } {
    return { keys: this.own.keys.published };
  }
}

function grantTypesOf({ ofPeople, ofWorkloads }: Assertions): readonly string[] {
  return [
    ...(ofPeople || ofWorkloads ? [JWT_BEARER] : []),
    ...(ofWorkloads ? [TOKEN_EXCHANGE] : []),
  ];
}

function metadataOfPeople(
  issuer: string,
  { dynamic, metadataDocuments }: Registration,
): Partial<AuthorizationServerMetadata> {
  return {
    ...(dynamic && { registration_endpoint: issuer + REGISTER_PATH }),
    revocation_endpoint: issuer + REVOKE_PATH,
    response_types_supported: ['code'],
    token_endpoint_auth_methods_supported: ['none', ...CONFIDENTIAL],
    code_challenge_methods_supported: ['S256'],
    authorization_response_iss_parameter_supported: true,
    client_id_metadata_document_supported: metadataDocuments,
  };
}
