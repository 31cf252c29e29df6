import { frozenCaller, type Identity } from '../authentication/caller';
import { callerKey } from './caller-key';

function keyOf(clientId: string, subject?: string): string {
  const identity: Identity | undefined =
    subject === undefined ? undefined : { subject, issuer: 'https://idp.example.com', claims: {} };
  return callerKey(frozenCaller({ clientId, scopes: [] }, identity));
}

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
});
