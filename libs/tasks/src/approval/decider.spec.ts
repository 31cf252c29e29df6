import { isSamePerson } from './decider';

const party = (client: string, subject = '', issuer = '') =>
  JSON.stringify([client, subject, issuer]);

describe('whoever asked', () => {
  it.each([
    [party('app', 'anna', 'https://a'), party('app', 'anna', 'https://a')],
    [party('app', 'anna', 'https://a'), party('other', 'anna', 'https://a')],
    [party('app', 'anna', 'https://a'), party('webhook', 'anna')],
    [party('api-key'), party('api-key')],
    [party('machine', 'machine', 'https://a'), party('machine')],
    [party('app', 'anna', 'https://a'), party('app')],
  ])('is the same: %s %s', (asking, deciding) => {
    expect(isSamePerson(asking, deciding)).toBe(true);
    expect(isSamePerson(deciding, asking)).toBe(true);
  });

  it.each([
    [party('app', 'anna', 'https://a'), party('app', 'bob', 'https://a')],
    [party('app', 'anna', 'https://a'), party('app', 'anna', 'https://b')],
    [party('app', 'anna', 'https://a'), party('api-key')],
  ])('is another one: %s %s', (asking, deciding) => {
    expect(isSamePerson(asking, deciding)).toBe(false);
  });
});
