import { boundTo, dpopProof, testKey } from '../testing';
import { checkProof, PROOF_WINDOW_MS, ProofFault } from './proof';

const NOW = Date.UTC(2026, 10, 30, 12);
const URL = 'https://mcp.example.com/mcp';
const TOKEN = 'a.bound.token';
const key = testKey('ES256', 'client');
const { jkt: thumbprint } = boundTo(key).cnf;
const iat = NOW / 1_000;

const good = { url: URL, token: TOKEN };
const proof = (
  of: Partial<Parameters<typeof dpopProof>[1]> = {},
  options: Parameters<typeof dpopProof>[2] = {},
  by = key,
) => dpopProof(by, { ...good, ...of, claims: { iat, ...of.claims } }, options);
const check = (sent: Parameters<typeof checkProof>[0], expected = {}) =>
  checkProof(sent, { method: 'POST', url: URL, token: TOKEN, thumbprint, now: NOW, ...expected });

describe('a proof of possession', () => {
  it.each(['ES256', 'EdDSA'] as const)('is good, signed by %s, and known again', async (alg) => {
    const by = testKey(alg, 'client');
    const { jkt } = boundTo(by).cnf;
    const sent = proof({ claims: { jti: 'once' } }, {}, by);
    const found = await check(sent, { thumbprint: jkt });
    expect(found).toEqual({
      thumbprint: jkt,
      id: `${jkt}:once`,
      endsAt: NOW + PROOF_WINDOW_MS + 1,
    });
  });

  it('may name its URL in another spelling, with query and fragment', async () => {
    await check(proof({ url: 'HTTPS://MCP.example.com:443/mcp?a=b#c' }));
  });

  it.each([-PROOF_WINDOW_MS, PROOF_WINDOW_MS])('may be made %i ms from now', async (ms) => {
    await check(proof({ claims: { iat: (NOW + ms) / 1_000 } }));
  });

  const rsa = testKey('RS256', 'rsa');
  const other = testKey('ES256', 'other');
  const jwk = key.publicKey.export({ format: 'jwk' });
  const privateJwk = key.privateKey.export({ format: 'jwk' });
  const oct = { kty: 'oct', k: Buffer.from('secret').toString('base64url') };
  const attacks: [string, () => string | string[] | undefined][] = [
    ['is missing', () => undefined],
    ['is there twice', () => [proof(), proof()]],
    ['is two in one header, as Node joins them', () => `${proof()}, ${proof()}`],
    ['is huge', () => proof({ claims: { more: 'x'.repeat(4_096) } })],
    ['is text', () => 'no proof'],
    ['has alg none', () => proof({}, { key: undefined, header: { alg: 'none' } })],
    [
      'is signed by HS256 with the public key as the secret',
      () => proof({}, { key: undefined, secret: JSON.stringify(jwk), header: { alg: 'HS256' } }),
    ],
    [
      'is signed by HS256 with a key of its own',
      () => proof({}, { key: undefined, secret: 'secret', header: { alg: 'HS256', jwk: oct } }),
    ],
    ['is signed by RS256, whose keys may be huge', () => proof({}, {}, rsa)],
    ['has a private key in its jwk', () => proof({}, { header: { jwk: privateJwk } })],
    ['has no jwk', () => proof({}, { header: { jwk: undefined } })],
    ['has a jwk of another key than it is signed by', () => proof({}, { key: other })],
    ['is by another key than that of the token', () => proof({}, {}, other)],
    ['is a token', () => proof({}, { header: { typ: 'at+jwt' } })],
    ['has no typ', () => proof({}, { header: { typ: undefined } })],
    ['has critical headers', () => proof({}, { header: { crit: ['more'], more: 1 } })],
    ['is altered', () => proof().replace(/\.[^.]+\./, (part) => `${part.slice(0, -2)}A.`)],
    ['is for another method', () => proof({ method: 'GET' })],
    ['is for another path', () => proof({ url: 'https://mcp.example.com/admin' })],
    ['is for another server', () => proof({ url: 'https://evil.example.com/mcp' })],
    ['is for another port', () => proof({ url: 'https://mcp.example.com:8443/mcp' })],
    ['is for plain http', () => proof({ url: 'http://mcp.example.com/mcp' })],
    ['is for no URL', () => proof({ claims: { htu: '/mcp' } })],
    ['is for another token', () => proof({ token: 'another' })],
    ['is for no token', () => proof({ token: undefined })],
    ['is too old', () => proof({ claims: { iat: (NOW - PROOF_WINDOW_MS) / 1_000 - 1 } })],
    ['is of the future', () => proof({ claims: { iat: (NOW + PROOF_WINDOW_MS) / 1_000 + 1 } })],
    ['has no time', () => proof({ claims: { iat: undefined } })],
    ['has a time that is text', () => proof({ claims: { iat: String(iat) } })],
    ['has expired by itself', () => proof({ claims: { exp: iat - 1 } })],
    ['has no jti', () => proof({ claims: { jti: undefined } })],
    ['has a jti that is none', () => proof({ claims: { jti: { $ne: 1 } } })],
  ];

  it.each(attacks)('is refused when it %s', async (_how, forge) => {
    await expect(check(forge())).rejects.toThrow(ProofFault);
  });

  it('is not looked at further where its key is not that of the token', async () => {
    const unsigned = proof({}, { key: undefined, header: { alg: 'ES256' } }, other);
    await expect(check(unsigned)).rejects.toThrow('by another key');
  });
});
