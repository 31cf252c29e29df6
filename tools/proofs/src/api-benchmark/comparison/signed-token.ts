import { generateKeyPairSync, sign } from 'node:crypto';

const ISSUER = 'http://127.0.0.1:8000';
const SECONDS = 24 * 60 * 60;

/**
 * An access token of the api itself, signed by RS256, with scopes.
 *
 * @returns the settings of an api that takes it, and the token
 */
export function signedToken() {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const now = Math.floor(Date.now() / 1000);
  const claims = {
    iss: ISSUER,
    aud: ISSUER,
    sub: 'bench',
    client_id: 'bench',
    scope: 'invoices:read invoices:pay',
    iat: now,
    exp: now + SECONDS,
  };
  const input = [{ alg: 'RS256', typ: 'at+jwt' }, claims].map(encoded).join('.');
  const signature = sign('RSA-SHA256', Buffer.from(input), privateKey).toString('base64url');
  const pem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
  return {
    environment: { JWT_PRIVATE_KEY: pem, PUBLIC_URL: ISSUER, MCP_AUTH: 'required' },
    token: `${input}.${signature}`,
  };
}

function encoded(part: object): string {
  return Buffer.from(JSON.stringify(part)).toString('base64url');
}
