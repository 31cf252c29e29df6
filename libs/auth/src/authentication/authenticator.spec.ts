import type { IncomingHttpHeaders } from 'node:http';
import { loadConfig } from '@acme/config';
import { Authenticator } from './authenticator';
import { UnauthenticatedError } from './unauthenticated.error';

const authenticator = new Authenticator(loadConfig({ API_KEY: 'the-right-key' }).auth);
const withoutKey = new Authenticator(loadConfig({}).auth);

function refusalOf(act: () => unknown): UnauthenticatedError {
  try {
    act();
  } catch (error) {
    if (error instanceof UnauthenticatedError) return error;
  }
  throw new Error('It was not refused.');
}

describe('a caller with the API key', () => {
  it.each<[string, IncomingHttpHeaders]>([
    ['as a bearer token', { authorization: 'Bearer the-right-key' }],
    ['with the scheme in another case', { authorization: 'bearer the-right-key' }],
    ['in X-API-Key', { 'x-api-key': 'the-right-key' }],
  ])('is known %s, with all scopes and without the key itself', (_how, headers) => {
    const caller = { token: '', clientId: 'api-key', scopes: ['*'] };
    expect(authenticator.authenticate(headers, 'optional')).toEqual(caller);
    expect(authenticator.authenticate(headers, 'required')).toEqual(caller);
  });

  it('cannot be changed by a tool: callers share it', () => {
    const caller = authenticator.authenticate({ 'x-api-key': 'the-right-key' }, 'required');
    expect(() => caller?.scopes.push('more')).toThrow(TypeError);
  });
});

describe('a caller without a credential', () => {
  it('is anonymous where none is needed', () => {
    expect(authenticator.authenticate({}, 'optional')).toBeUndefined();
    expect(authenticator.authenticate({}, 'off')).toBeUndefined();
  });

  it('is asked for one where it is required', () => {
    const { status, headers } = refusalOf(() => authenticator.authenticate({}, 'required'));
    expect({ status, headers }).toEqual({ status: 401, headers: { 'www-authenticate': 'Bearer' } });
  });
});

describe('a caller with a wrong credential', () => {
  const wrong: IncomingHttpHeaders[] = [
    { authorization: 'Bearer the-wrong-key' },
    { authorization: 'Bearer' },
    { authorization: 'Basic dGhlLXJpZ2h0LWtleQ==' },
    { authorization: 'the-right-key' },
    { 'x-api-key': '' },
    { authorization: 'Bearer wrong', 'x-api-key': 'the-right-key' },
  ];

  it.each(wrong)('is refused, even where none is needed: %j', (headers) => {
    for (const demand of ['optional', 'required'] as const) {
      const refusal = refusalOf(() => authenticator.authenticate(headers, demand));
      expect(refusal.status).toBe(401);
      expect(refusal.headers?.['www-authenticate']).toContain('error="invalid_token"');
    }
  });

  it('is refused where no key is set at all', () => {
    const headers = { authorization: 'Bearer undefined' };
    expect(() => withoutKey.authenticate(headers, 'optional')).toThrow('The token is not valid.');
  });

  it('is anonymous where nobody looks', () => {
    expect(authenticator.authenticate({ authorization: 'Bearer wrong' }, 'off')).toBeUndefined();
  });
});
