import { generateKeyPairSync } from 'node:crypto';
import { loadConfig } from '@repo/config';
import { stateSecret, stateSecretWarnings } from './state-secret';

const withSecret = loadConfig({ JWT_SECRET: 'a secret of this test that is long enough' }).auth;
const outsideProvider = loadConfig({
  ENVIRONMENT: 'production',
  DATABASE_URL: 'postgres://db/app',
  PUBLIC_URL: 'https://mcp.example.com',
  JWKS_URL: 'https://login.example.com/jwks.json',
  JWT_ISSUER: 'https://login.example.com/',
  JWT_AUDIENCE: 'https://mcp.example.com/mcp',
}).auth;

describe('the secret of what travels through clients', () => {
  it('is that of the tokens, which all replicas share', () => {
    expect(stateSecret(withSecret)).toBe(withSecret.jwtSecret);
    expect(stateSecretWarnings(withSecret)).toEqual([]);
  });

  it('is made up where an outside identity provider signs, and the start says so', () => {
    expect(Buffer.from(stateSecret(outsideProvider), 'base64url')).toHaveLength(48);
    expect(stateSecretWarnings(outsideProvider)).toEqual([expect.stringContaining('JWT_SECRET')]);
  });

  it('is made of the private key where only that signs, alike at all replicas', () => {
    const pem = () =>
      generateKeyPairSync('ec', { namedCurve: 'P-256' })
        .privateKey.export({ format: 'pem', type: 'pkcs8' })
        .toString();
    const [one, other] = [pem(), pem()];
    const secretWith = (key: string) => stateSecret(loadConfig({ JWT_PRIVATE_KEY: key }).auth);
    expect(secretWith(one)).toBe(secretWith(one));
    expect(secretWith(one)).not.toBe(secretWith(other));
    expect(stateSecretWarnings(loadConfig({ JWT_PRIVATE_KEY: one }).auth)).toEqual([]);
  });
});
