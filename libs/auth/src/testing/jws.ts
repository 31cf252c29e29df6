import {
  createHmac,
  generateKeyPairSync,
  sign,
  type JsonWebKey,
  type KeyObject,
} from 'node:crypto';

/** A key pair of an identity provider that a test plays. */
export interface TestKey {
  readonly kid: string;
  readonly alg: 'RS256' | 'ES256' | 'EdDSA';
  readonly privateKey: KeyObject;
  readonly publicKey: KeyObject;
}

export function testKey(alg: TestKey['alg'], kid: string): TestKey {
  return { kid, alg, ...pairs[alg]() };
}

const pairs = {
  RS256: () => generateKeyPairSync('rsa', { modulusLength: 2048 }),
  ES256: () => generateKeyPairSync('ec', { namedCurve: 'P-256' }),
  EdDSA: () => generateKeyPairSync('ed25519'),
};

/** The entry of a JWK set. */
export function jwkOf({ publicKey, kid, alg }: TestKey, more: object = {}): JsonWebKey {
  return { ...publicKey.export({ format: 'jwk' }), kid, use: 'sig', alg, ...more };
}

export interface JwsOptions {
  readonly key?: TestKey;
  /** Signs by HMAC with this instead. */
  readonly secret?: string | Buffer;
  /** Over what follows from the key. */
  readonly header?: Record<string, unknown>;
}

/** A token with whatever header one likes: it can be a forged one. */
export function jws(claims: object, { key, secret, header }: JwsOptions): string {
  const head = { alg: key?.alg ?? (secret === undefined ? 'none' : 'HS256'), kid: key?.kid };
  const input = `${encode({ ...head, ...header })}.${encode(claims)}`;
  return `${input}.${signatureOf(input, key, secret)}`;
}

function signatureOf(input: string, key?: TestKey, secret?: string | Buffer): string {
  if (secret !== undefined) return createHmac('sha256', secret).update(input).digest('base64url');
  if (key === undefined) return '';
  const digest = key.alg === 'EdDSA' ? null : 'sha256';
  const options = { key: key.privateKey, dsaEncoding: 'ieee-p1363' as const };
  return sign(digest, Buffer.from(input), options).toString('base64url');
}

function encode(part: object): string {
  return Buffer.from(JSON.stringify(part)).toString('base64url');
}

/** Seconds since 1970, some of them from now. */
export function inSeconds(seconds: number, now = Date.now()): number {
  return Math.floor(now / 1000) + seconds;
}
