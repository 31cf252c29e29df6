import { FakeIdentityProvider, testKey } from '../../testing';
import { examineIssuer } from './examine-issuer';
import { examinationText } from './finding';

describe('the examination of a provider that clients talk to themselves', () => {
  let provider: FakeIdentityProvider;
  beforeEach(async () => {
    provider = await FakeIdentityProvider.start([testKey('ES256', 'first')]);
    provider.metadata = {
      authorization_endpoint: `${provider.issuer}/authorize`,
      token_endpoint: `${provider.issuer}/token`,
      code_challenge_methods_supported: ['S256'],
      registration_endpoint: `${provider.issuer}/register`,
    };
  });
  afterEach(() => provider.stop());

  const examine = async () => {
    const examination = await examineIssuer(
      { issuer: provider.issuer, jwksUrl: undefined },
      Date.now,
    );
    const isFaulty = examination.findings.some(({ status }) => status === 'fault');
    return { isFaulty, text: examinationText(examination) };
  };

  it('finds nothing wrong with one that has all that clients look for', async () => {
    expect((await examine()).isFaulty).toBe(false);
  });

  it.each([
    [
      'no way in for clients',
      { registration_endpoint: undefined },
      /have no way in.*AUTH_PROVIDERS/s,
    ],
    [
      'no proof of the code',
      { code_challenge_methods_supported: undefined },
      /PKCE.*AUTH_PROVIDERS/s,
    ],
    ['another issuer', { issuer: 'https://other.example' }, /calls itself https:\/\/other/],
    [
      'no endpoint for people',
      { authorization_endpoint: undefined },
      /authorization_endpoint: there/,
    ],
  ])('explains %s', async (_what, change, expected) => {
    Object.assign(provider.metadata, change);
    const { isFaulty, text } = await examine();
    expect(isFaulty).toBe(true);
    expect(text).toMatch(expected);
  });

  it('explains keys that do not come', async () => {
    provider.behaviour = 'failing';
    expect((await examine()).text).toMatch(/FAULT its keys: .* answers 500/);
  });
});
