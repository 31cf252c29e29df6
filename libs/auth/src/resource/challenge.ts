import { DPOP_ALGORITHMS } from '../dpop/dpop-algorithms';
import type { ProtectedResource } from './protected-resource';

export interface Challenge {
  /** RFC 6750, section 3.1. */
  readonly error?: string;
  readonly error_description?: string;
  /** All scopes that the request needs. */
  readonly scopes?: readonly string[];
  /** Where the client learns how to sign in (RFC 9728, section 5.1). */
  readonly resource?: ProtectedResource;
}

/** The value of a `WWW-Authenticate` header. Its parts have no quotes: none comes from a request. */
export function bearerChallenge(challenge: Challenge): string {
  return written('Bearer', challenge);
}

/** The same of whoever has to bring a proof (RFC 9449, section 7.1). */
export function dpopChallenge(challenge: Challenge): string {
  return written('DPoP', challenge, { algs: DPOP_ALGORITHMS.join(' ') });
}

function written(
  scheme: string,
  { scopes = [], resource, ...error }: Challenge,
  more: Readonly<Record<string, string>> = {},
): string {
  const parameters = {
    ...error,
    scope: scopes.length === 0 ? undefined : scopes.join(' '),
    ...more,
    resource_metadata: resource?.metadataUrl,
  };
  const texts = Object.entries(parameters)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `${name}="${value}"`);
  return [scheme, texts.join(', ')].filter(Boolean).join(' ');
}

type Headers = Readonly<Record<string, string>>;

/**
 * Adds to a refusal (401, or 403 for missing scopes) of an endpoint where its client learns how to
 * sign in, which whoever refused did not know.
 */
export function withResourceMetadata(
  status: number,
  headers: Headers,
  resource: ProtectedResource,
): Headers {
  const challenge = headers['www-authenticate'] ?? (status === 401 ? 'Bearer' : undefined);
  if (challenge === undefined || challenge.includes('resource_metadata=')) return headers;
  const separator = challenge === 'Bearer' ? ' ' : ', ';
  const completed = `${challenge}${separator}resource_metadata="${resource.metadataUrl}"`;
  return { ...headers, 'www-authenticate': completed };
}
