import { identity } from '@repo/config';
import { credentialId, newCredential } from './machine-credential';

describe('a secret of this platform', () => {
  it.each([
    [
      'apiKey',
      new RegExp(String.raw`^${identity.credentialPrefix}_mk_[0-9a-f]{20}_[A-Za-z0-9_-]{49}$`),
    ],
    [
      'clientSecret',
      new RegExp(String.raw`^${identity.credentialPrefix}_cs_[0-9a-f]{20}_[A-Za-z0-9_-]{49}$`),
    ],
  ] as const)('is found by scanners: %s', (kind, pattern) => {
    const { id, text } = newCredential(kind);
    expect(text).toMatch(pattern);
    expect(credentialId(text, kind)).toBe(id);
  });

  it('is never made twice', () => {
    const made = Array.from({ length: 1_000 }, () => newCredential('apiKey'));
    expect(new Set(made.map(({ id }) => id)).size).toBe(1_000);
    expect(new Set(made.map(({ text }) => text.slice(29))).size).toBe(1_000);
  });

  it('is none when a character of it is another one', () => {
    const { text } = newCredential('apiKey');
    for (let index = 0; index < text.length; index += 1) {
      const other = text[index] === 'a' ? 'b' : 'a';
      const altered = text.slice(0, index) + other + text.slice(index + 1);
      expect(credentialId(altered, 'apiKey')).toBeUndefined();
    }
  });

  it('is none of another kind, nor with anything around it', () => {
    const { text } = newCredential('apiKey');
    expect(credentialId(text, 'clientSecret')).toBeUndefined();
    for (const altered of [` ${text}`, `${text}\n`, text.toUpperCase(), text.slice(0, -1), '']) {
      expect(credentialId(altered, 'apiKey')).toBeUndefined();
    }
  });
});
