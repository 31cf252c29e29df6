import type { PresetName } from '../settings/presets';
import { upstreamFailure } from './upstream-failure';

const ADDRESS = 'https://mcp.example.com/oauth/callback/there';

const failure = (preset: PresetName, error: object) =>
  upstreamFailure({ id: 'there', title: 'Somebody', preset }, error, ADDRESS);

describe('a sign-in that failed at', () => {
  it.each<[PresetName, object, RegExp]>([
    [
      'entra',
      { error: 'invalid_client', error_description: 'AADSTS7000222: The provided secret …' },
      /has expired \(AADSTS7000222\).*Certificates & secrets/,
    ],
    [
      'entra',
      { error: 'access_denied', error_description: 'AADSTS50105: … not assigned to a role' },
      /\(AADSTS50105\).*Enterprise applications/,
    ],
    [
      'entra',
      { error: 'invalid_request', error_description: 'AADSTS9002327: … single-page' },
      /single-page application.*platform Web/,
    ],
    ['google', { error: 'org_internal' }, /one organization.*Audience/],
    [
      'okta',
      { error: 'access_denied', error_description: 'Policy evaluation failed for this request' },
      /no access policy.*Access Policies/,
    ],
    [
      'github',
      { error: 'redirect_uri_mismatch', error_description: 'The redirect_uri MUST match …' },
      /Register https:\/\/mcp\.example\.com\/oauth\/callback\/there.*Authorization callback URL/,
    ],
    ['cognito', { error: 'unauthorized_client' }, /may not use this flow/],
    [
      'keycloak',
      { error: 'invalid_scope', error_description: 'Invalid scopes: x' },
      /know a scope/,
    ],
    ['auth0', { error: 'access_denied', error_description: 'anything' }, /refused, or/],
  ])('%s, with %j, says what to do there', (preset, error, expected) => {
    const { log, page } = failure(preset, error);
    expect(log).toMatch(expected);
    expect(page).toMatch(expected);
  });

  it('anybody, with what nobody knows, is explained by the log alone', () => {
    const error = { error: 'odd', error_description: '<b>call +1 555 0100</b>' };
    const { log, page } = failure('oidc', error);
    expect(log).toContain('call +1 555 0100');
    expect(page).not.toContain('555');
    expect(page).toContain('in its log');
  });

  it('anybody is told in our words, whatever else the provider says', () => {
    const error = { error: 'access_denied', error_description: 'call +1 555 0100' };
    expect(failure('oidc', error).page).not.toContain('555');
  });
});
