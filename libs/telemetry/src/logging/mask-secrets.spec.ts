import { maskSecrets } from './mask-secrets';

describe('free text for the log', () => {
  it.each([
    ['a bearer token', 'failed with Bearer abc.def-123=', 'failed with Bearer ***'],
    ['basic credentials', 'authorization: Basic dXNlcjpwYXNz', 'authorization: Basic ***'],
    ['a JWT', 'token eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2ln expired', 'token *** expired'],
    ['the credentials of a URL', 'postgres://app:secret@db/app', 'postgres://***@db/app'],
  ])('does not show %s', (_what, text, shown) => {
    expect(maskSecrets(text)).toBe(shown);
  });

  it('is left alone without a secret', () => {
    expect(maskSecrets('connect ECONNREFUSED 10.0.0.1:5432')).toBe(
      'connect ECONNREFUSED 10.0.0.1:5432',
    );
  });
});
