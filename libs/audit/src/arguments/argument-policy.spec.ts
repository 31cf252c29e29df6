import { argumentPolicy } from './argument-policy';

const redacted = argumentPolicy('redacted');
const kept = (input: unknown, policy = redacted) => JSON.parse(policy(input).json ?? 'null');

describe('arguments by the policy', () => {
  const input = { b: 2, a: 'ä', password: 'hunter2' };
  const json = JSON.stringify(input);

  it('none: nothing but their size', () => {
    expect(argumentPolicy('none')(input)).toEqual({ json: null, bytes: Buffer.byteLength(json) });
  });

  it('hash: the same text for the same arguments, in whatever order', () => {
    const hash = argumentPolicy('hash');
    expect(kept(input, hash)).toMatch(/^sha256:[0-9a-f]{64}$/);
    expect(hash({ password: 'hunter2', a: 'ä', b: 2 }).json).toBe(hash(input).json);
    expect(hash({ ...input, b: 3 }).json).not.toBe(hash(input).json);
  });

  it('redacted: all but the secrets', () => {
    expect(kept(input)).toEqual({ b: 2, a: 'ä', password: '***' });
  });

  it('full: everything', () => {
    expect(argumentPolicy('full')(input).json).toBe(json);
  });

  it.each(['none', 'hash', 'redacted', 'full'] as const)(
    '%s: a mark where a method has made them no JSON',
    (name) => {
      const itself: Record<string, unknown> = {};
      itself['itself'] = itself;
      for (const spoilt of [{ id: 7n }, itself]) {
        expect(argumentPolicy(name)(spoilt)).toEqual({
          json: '"…[1 more value, no JSON any more]"',
          bytes: 0,
        });
      }
    },
  );

  it('of a call without any: nothing, with every policy', () => {
    for (const policy of ['none', 'hash', 'redacted', 'full'] as const) {
      expect(argumentPolicy(policy)(undefined)).toEqual({ json: null, bytes: 0 });
    }
  });
});

describe('a field of the name', () => {
  it.each([
    'password',
    'PASSWORD',
    'userPassword',
    'pass_word',
    'client_secret',
    'clientSecret',
    'token',
    'accessToken',
    'refresh-token',
    'APIKey',
    'x-api-key',
    'apikey',
    'aws_secret_access_key',
    'privateKey',
    'Authorization',
    'set-cookie',
    'dbCredentials',
    'pin',
    'card_number',
    'CVV',
    'auth',
    'id_jwt',
  ])('%s is masked, at every depth', (name) => {
    expect(kept({ [name]: 'x' })).toEqual({ [name]: '***' });
    expect(kept({ list: [{ [name]: { deep: ['x'] } }] })).toEqual({ list: [{ [name]: '***' }] });
  });

  it.each([
    'max_tokens',
    'tokenCount',
    'shipping',
    'author',
    'compass',
    'key',
    'opinion',
    'keyword',
  ])('%s is kept', (name) => expect(kept({ [name]: 7 })).toEqual({ [name]: 7 }));
});

describe('arguments that mean harm', () => {
  it('have no NUL and no half of a surrogate pair, in names and values', () => {
    expect(kept({ 'a\0': ['\0', '\uDFFF', '😀'] })).toEqual({
      'a\u{FFFD}': ['\u{FFFD}', '\u{FFFD}', '😀'],
    });
  });

  it('are cut where they are long', () => {
    const { json, bytes } = redacted({ data: 'x'.repeat(1_000_000), more: 'y'.repeat(3_000) });
    expect(bytes).toBeGreaterThan(1_003_000);
    expect(json?.length).toBeLessThan(5_000);
    expect(JSON.parse(json ?? '')).toMatchObject({
      data: expect.stringMatching(/^x+…\[997952 more characters\]$/),
      more: expect.stringContaining('…[952 more'),
    });
  });

  it('are cut where they are many', () => {
    expect(redacted({ list: Array(100_000).fill(7) }).json).toMatch(/…\[\d+ more items\]"\]\}$/);
    const fields = Object.fromEntries(Array.from({ length: 50_000 }, (_, n) => [`f${n}`, n]));
    expect(redacted(fields).json).toMatch(/…\[\d+ more fields\]":null\}$/);
  });

  it('are cut where they are deep, even too deep for JSON.stringify', () => {
    const deep: unknown = JSON.parse(`${'['.repeat(1_000_000)}${']'.repeat(1_000_000)}`);
    expect(redacted(deep).json).toMatch(/^\[{16}"…\[16 more levels or deeper\]"\]{16}$/);
    expect(argumentPolicy('hash')(deep).json).toContain('too deep');
  });

  it('hide what has a name of any length, and do not read it', () => {
    const name = `${'aB'.repeat(500_000)}Password`;
    const before = process.cpuUsage();
    const { json } = redacted({ [name]: 'x' });
    expect(process.cpuUsage(before).user / 1_000).toBeLessThan(100);
    expect(json).toMatch(/:"\*\*\*"\}$/);
  });

  it('leave prototypes alone', () => {
    const { json } = redacted(JSON.parse('{"__proto__":{"polluted":true},"pass":"x"}'));
    expect(json).toBe('{"__proto__":{"polluted":true},"pass":"***"}');
  });
});
