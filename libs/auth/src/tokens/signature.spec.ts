import { createSecretKey, generateKeyPairSync, sign, type KeyObject } from 'node:crypto';
import { jws, testKey } from '../testing';
import { readToken } from './json-token';
import { isSignedBy, signatureOf } from './signature';

const SECRET = 'a secret of this spec that is long enough';
const pairs = {
  RS256: testKey('RS256', 'a'),
  ES256: testKey('ES256', 'a'),
  EdDSA: testKey('EdDSA', 'a'),
};
const algorithms = ['HS256', 'RS256', 'ES256', 'EdDSA'] as const;
type Algorithm = (typeof algorithms)[number];

const claims = { sub: 'ann', exp: 1 };
const tokenOf = (alg: Algorithm, header: Record<string, unknown> = {}) =>
  alg === 'HS256'
    ? jws(claims, { secret: SECRET, header })
    : jws(claims, { key: pairs[alg], header });
const keyOf = (algorithm: Algorithm) => ({
  algorithm,
  key: algorithm === 'HS256' ? createSecretKey(Buffer.from(SECRET)) : pairs[algorithm].publicKey,
});

/** The token with other bytes for its signature. */
function withSignature(token: string, change: (bytes: Buffer) => Buffer): string {
  const [header, payload, signature = ''] = token.split('.');
  const bytes = change(Buffer.from(signature, 'base64url'));
  return `${header}.${payload}.${bytes.toString('base64url')}`;
}

function flipped(bytes: Buffer, bit: number): Buffer {
  const copy = Buffer.from(bytes);
  const at = Math.floor(bit / 8);
  copy[at] = (copy[at] ?? 0) ^ (1 << (bit % 8));
  return copy;
}

describe.each(algorithms)('a token signed with %s', (alg) => {
  const key = keyOf(alg);
  const good = tokenOf(alg);
  const isGood = (token: string, by = key) => isSignedBy(readToken(token), by);

  it('is known by its key', () => {
    expect(isGood(good)).toBe(true);
  });

  it.each<[string, (bytes: Buffer) => Buffer]>([
    ['is cut short', (bytes) => bytes.subarray(0, -1)],
    ['is cut to half', (bytes) => bytes.subarray(0, bytes.length / 2)],
    ['is missing', () => Buffer.alloc(0)],
    ['is one byte longer', (bytes) => Buffer.concat([bytes, Buffer.alloc(1)])],
    ['is one byte longer in front', (bytes) => Buffer.concat([Buffer.alloc(1), bytes])],
    ['comes twice', (bytes) => Buffer.concat([bytes, bytes])],
    ['is all zeros', (bytes) => Buffer.alloc(bytes.length)],
    ['is all ones', (bytes) => Buffer.alloc(bytes.length, 0xff)],
  ])('is not when its signature %s', (_what, change) => {
    expect(isGood(withSignature(good, change))).toBe(false);
  });

  it('is not when any bit of its signature is flipped', () => {
    const bits = Buffer.from(good.split('.')[2] ?? '', 'base64url').length * 8;
    for (let bit = 0; bit < bits; bit += 7) {
      expect(isGood(withSignature(good, (bytes) => flipped(bytes, bit)))).toBe(false);
    }
  });

  it('is not when its header or its claims are those of another token', () => {
    const other = jws({ ...claims, sub: 'ben' }, { secret: SECRET, header: { alg, kid: 'b' } });
    const [otherHeader, otherPayload] = other.split('.');
    const [header, payload, signature] = good.split('.');
    expect(isGood(`${header}.${otherPayload}.${signature}`)).toBe(false);
    expect(isGood(`${otherHeader}.${payload}.${signature}`)).toBe(false);
  });

  it.each([...algorithms.filter((other) => other !== alg), 'HS512', 'RS512', 'none', 'NONE'])(
    'is not when it says %s',
    (other) => {
      expect(isGood(tokenOf(alg, { alg: other }))).toBe(false);
    },
  );

  it('is not by another key of the same kind', () => {
    const another = alg === 'HS256' ? createSecretKey(Buffer.from('another')) : testKey(alg, 'b');
    const other = 'publicKey' in another ? another.publicKey : another;
    expect(isGood(good, { algorithm: alg, key: other })).toBe(false);
  });

  it('is read in its one spelling only', () => {
    const [header = '', payload, signature = ''] = good.split('.');
    const last = signature.at(-1) ?? '';
    const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
    const sameBytes = [...alphabet].filter(
      (letter) =>
        letter !== last &&
        Buffer.from(signature, 'base64url').equals(
          Buffer.from(signature.slice(0, -1) + letter, 'base64url'),
        ),
    );
    // None of the four lengths fills its last letter, so there are always some.
    expect(sameBytes.length).toBeGreaterThan(0);
    const spellings = [
      ...sameBytes.map((letter) => signature.slice(0, -1) + letter),
      `${signature}=`,
      `${signature}==`,
      `${signature}\n`,
      ` ${signature}`,
      `${signature}!`,
      `${signature}.`,
    ];
    for (const spelling of spellings) {
      expect(() => readToken(`${header}.${payload}.${spelling}`)).toThrow('malformed');
    }
    expect(() => readToken(`${header}=.${payload}.${signature}`)).toThrow('malformed');
    expect(() => readToken(`${header}.${payload}=.${signature}`)).toThrow('malformed');
  });

  it('is what this server makes', () => {
    const [header, payload] = good.split('.');
    const secret = { algorithm: alg, key: alg === 'HS256' ? key.key : pairs[alg].privateKey };
    const signature = signatureOf(`${header}.${payload}`, secret).toString('base64url');
    expect(isGood(`${header}.${payload}.${signature}`)).toBe(true);
  });
});

describe('a public key', () => {
  it.each(['pem', 'der', 'jwk'] as const)('as %s is no secret of HMAC', (format) => {
    const secret = exported(pairs.RS256.publicKey, format);
    const token = jws(claims, { secret, header: { alg: 'HS256' } });
    expect(isSignedBy(readToken(token), keyOf('RS256'))).toBe(false);
  });
});

describe('a signature of ECDSA', () => {
  const tokenBy = (curve: string, dsaEncoding: 'der' | 'ieee-p1363', key?: KeyObject) => {
    const { privateKey } = generateKeyPairSync('ec', { namedCurve: curve });
    const signed = tokenOf('ES256').split('.').slice(0, 2).join('.');
    const signature = sign('sha256', Buffer.from(signed), { key: key ?? privateKey, dsaEncoding });
    return readToken(`${signed}.${signature.toString('base64url')}`);
  };

  it('is not taken in DER', () => {
    const token = tokenBy('P-256', 'der', pairs.ES256.privateKey);
    expect(isSignedBy(token, keyOf('ES256'))).toBe(false);
  });

  it.each(['P-384', 'P-521', 'secp256k1'])('on %s is none of a key on P-256', (curve) => {
    expect(isSignedBy(tokenBy(curve, 'ieee-p1363'), keyOf('ES256'))).toBe(false);
  });
});

function exported(key: KeyObject, format: 'pem' | 'der' | 'jwk'): string | Buffer {
  if (format === 'jwk') return JSON.stringify(key.export({ format }));
  return format === 'pem'
    ? key.export({ format, type: 'spki' })
    : key.export({ format, type: 'spki' });
}
