import { generateKeyPairSync, sign } from 'node:crypto';

const ISSUER = 'http://127.0.0.1:8000';
const SECONDS = 24 * 60 * 60;

/** Makes access tokens as the api itself does, signed by RS256 with a key of its own. */
export function tokenIssuer(url = ISSUER) {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const pem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
  return {
    /** The settings of an api that takes the tokens. */
    environment: { JWT_PRIVATE_KEY: pem, PUBLIC_URL: url, MCP_AUTH: 'required' },
    /** @param subject client and user at once */
    token(subject: string): string {
      const now = Math.floor(Date.now() / 1000);
      const claims = {
        iss: url,
        aud: url,
        sub: subject,
        client_id: subject,
        scope: 'invoices:read invoices:pay',
        iat: now,
        exp: now + SECONDS,
      };
      const input = [{ alg: 'RS256', typ: 'at+jwt' }, claims].map(encoded).join('.');
      const signature = sign('RSA-SHA256', Buffer.from(input), privateKey).toString('base64url');
      return `${input}.${signature}`;
    },
  };
}

function encoded(part: object): string {
  return Buffer.from(JSON.stringify(part)).toString('base64url');
}
