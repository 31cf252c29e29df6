import { generateKeyPairSync } from 'node:crypto';
import { jwkOf, testKey } from '../testing';
import { pick } from './key-set';
import { toVerificationKey, type Jwk } from './verification-key';

const rsa = testKey('RS256', 'a');

describe('a JWK', () => {
  it.each(['RS256', 'ES256', 'EdDSA'] as const)('checks %s and nothing else', (alg) => {
    const jwk = jwkOf(testKey(alg, 'a'));
    expect(toVerificationKey(jwk)).toMatchObject({ id: 'a', algorithm: alg });
    expect(toVerificationKey({ ...jwk, alg: undefined })).toMatchObject({ algorithm: alg });
    expect(toVerificationKey({ ...jwk, alg: 'HS256' })).toBeUndefined();
  });

  it('gives away nothing private, should somebody publish it', () => {
    const jwk = { ...rsa.privateKey.export({ format: 'jwk' }), kid: 'a' };
    expect(toVerificationKey(jwk)?.key.type).toBe('public');
  });

  const short = generateKeyPairSync('rsa', { modulusLength: 1024 }).publicKey;
  const { publicKey: ed448 } = generateKeyPairSync('ed448');
  const curve = (namedCurve: string) =>
    generateKeyPairSync('ec', { namedCurve }).publicKey.export({ format: 'jwk' });

  it.each<[string, Jwk]>([
    ['a symmetric key', { kty: 'oct', k: 'c2VjcmV0', kid: 'a' }],
    ['for encryption', jwkOf(rsa, { use: 'enc' })],
    ['for other operations', jwkOf(rsa, { key_ops: ['encrypt'] })],
    ['too short', short.export({ format: 'jwk' })],
    ...['AQ', 'Ag', 'Aw', 'BQ', 'EQ', 'AP__', 'AQAA', `AQ${'A'.repeat(42)}B`].map(
      (e): [string, Jwk] => [`of the exponent ${e}`, jwkOf(rsa, { e })],
    ),
    ['on P-384, whatever it says', { ...curve('P-384'), alg: 'ES256' }],
    ['on Ed448, whatever it says', { ...ed448.export({ format: 'jwk' }), alg: 'EdDSA' }],
    ['a point of another curve', { ...curve('P-384'), crv: 'P-256', alg: 'ES256' }],
    ['for PS256', jwkOf(rsa, { alg: 'PS256' })],
    ['on an unknown curve', { kty: 'EC', crv: 'secp256k1', x: 'AA', y: 'AA' }],
    ['broken', { kty: 'RSA', n: '!', e: '!' }],
  ])('that is %s checks nothing', (_what, jwk) => {
    expect(toVerificationKey(jwk)).toBeUndefined();
  });
});

describe('a token without a key id', () => {
  const keyOf = (id: string | undefined) => ({
    ...toVerificationKey(jwkOf(rsa))!,
    id,
  });

  it('means the only key there is', () => {
    expect(pick([keyOf('a')], undefined, 'RS256')).toBeDefined();
    expect(pick([keyOf('a'), keyOf('b')], undefined, 'RS256')).toBeUndefined();
  });

  it('or a key without one may be meant by any id', () => {
    expect(pick([keyOf(undefined)], 'x', 'RS256')).toBeDefined();
    expect(pick([keyOf('a')], 'x', 'RS256')).toBeUndefined();
  });
});
