import { isObject } from '@repo/foundation';
import { fetchJson, type FetchLimits } from './fetch-json';

/**
 * Asks an issuer where its keys are: OpenID Connect Discovery, then RFC 8414.
 *
 * @throws {Error} it does not say, or what it says cannot be trusted
 */
export async function findJwksUrl(issuer: string, limits: FetchLimits): Promise<string> {
  const faults: string[] = [];
  for (const url of metadataUrls(issuer)) {
    try {
      return jwksUrlIn(await fetchJson(url, limits), issuer);
    } catch (error) {
      faults.push(`${url}: ${(error as Error).message}`);
    }
  }
  throw new Error(`no metadata: ${faults.join('; ')}`);
}

/** Where the metadata of an issuer may be. */
export function metadataUrls(issuer: string): string[] {
  const { origin, pathname } = new URL(issuer);
  const path = pathname.replace(/\/$/, '');
  return [
    `${origin}${path}/.well-known/openid-configuration`,
    `${origin}/.well-known/oauth-authorization-server${path}`,
  ];
}

function jwksUrlIn(metadata: unknown, issuer: string): string {
  // Or anybody's document could speak for the issuer (RFC 8414, section 3.3).
  if (!isObject(metadata) || metadata['issuer'] !== issuer) {
    throw new Error('its "issuer" is not JWT_ISSUER');
  }
  const { jwks_uri: url } = metadata;
  if (typeof url !== 'string' || !URL.canParse(url)) throw new Error('it has no "jwks_uri"');
  const { protocol } = new URL(url);
  if (protocol !== 'https:' && protocol !== new URL(issuer).protocol) {
    throw new Error('its "jwks_uri" is less protected than the issuer');
  }
  return url;
}
