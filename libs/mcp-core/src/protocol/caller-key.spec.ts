import { callerKey, countedAs } from './caller-key';

function authOf(clientId: string, subject?: string) {
  return { token: '', clientId, scopes: [], extra: { subject, issuer: 'https://idp.example.com' } };
}
const keyOf = (clientId: string, subject?: string) => callerKey(authOf(clientId, subject));

describe('the key that a caller is counted by', () => {
  it('is the same for all tokens of a user, and another for other users and clients', () => {
    expect(keyOf('app', 'ada')).toBe(keyOf('app', 'ada'));
    expect(new Set([keyOf('app', 'ada'), keyOf('app', 'bob'), keyOf('cli', 'ada')]).size).toBe(3);
  });

  it.each(['x'.repeat(10_000), 'line\r\nbreak', '\ud800', 'ключ'])(
    'is short visible ASCII, whatever a token calls its client (%#)',
    (name) => {
      expect(keyOf(name)).toMatch(/^[\x21-\x7e]{1,80}$/);
      expect(keyOf(name)).not.toBe(keyOf(`${name}2`));
    },
  );

  it('is the address of who is nobody, and nothing on stdio', () => {
    const auth = authOf('app', 'ada');
    expect(countedAs({ auth, address: '192.0.2.1' })).toBe(callerKey(auth));
    expect(countedAs({ address: '192.0.2.1' })).toBe('address:192.0.2.1');
    expect(countedAs({})).toBeUndefined();
  });
});
