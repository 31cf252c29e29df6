import {
  FakeUpstream,
  UPSTREAM_CLIENT_ID,
  UPSTREAM_CLIENT_SECRET,
  type UpstreamManners,
} from '../../testing/fake-upstream';
import { presetNames, presets, type PresetName } from '../settings/presets';
import type { Provider } from '../settings/provider';
import { examineProvider } from './examine-provider';
import { examinationText, type Finding } from './finding';

const ORIGIN = 'https://mcp.example.com';
const ADDRESS = `${ORIGIN}/oauth/callback/there`;

describe('the examination of a provider', () => {
  let upstream: FakeUpstream | undefined;
  afterEach(async () => {
    await upstream?.stop();
    upstream = undefined;
  });

  async function examine(
    preset: PresetName,
    manners: UpstreamManners,
    more: Partial<Provider> = {},
    groups?: string[],
  ) {
    const { clientAuthentication: authentication, title, scopes, groupsClaims } = presets[preset];
    const isGitHub = preset === 'github';
    upstream = await FakeUpstream.start({ authentication, isGitHub, ...manners });
    const provider: Provider = {
      ...{ id: 'there', preset, manners: presets[preset], title, scopes, require: {} },
      ...{ clientId: UPSTREAM_CLIENT_ID, clientSecret: UPSTREAM_CLIENT_SECRET },
      ...{ groupsClaims: [...groupsClaims], issuer: upstream.issuer, groupsUrl: '' },
      ...more,
    };
    const settings = { grants: [{ scopes: ['*'], ...(groups && { groups }) }] };
    return examineProvider(provider, { origin: ORIGIN, settings, now: Date.now });
  }

  const faultsOf = (findings: readonly Finding[]) =>
    findings.filter(({ status }) => status === 'fault');

  it.each(presetNames)(
    'finds nothing wrong with a good %s, and says what to register',
    async (preset) => {
      const examination = await examine(preset, {});
      expect(faultsOf(examination.findings)).toEqual([]);
      const text = examinationText(examination);
      expect(text).toContain(`the address to return to: ${ADDRESS}; register it at: `);
      expect(text).toContain('the secret of this server: it takes it');
      expect(text).not.toContain(UPSTREAM_CLIENT_SECRET);
    },
  );

  it('tells that a sign-in would go on, where the provider says so', async () => {
    const { findings } = await examine('oidc', {});
    const found = findings.find(({ what }) => what.startsWith('a sign-in'));
    expect(found).toMatchObject({ status: 'ok' });
  });

  it.each<[string, PresetName, UpstreamManners, Partial<Provider>, RegExp]>([
    [
      'an address that Entra ID does not know',
      'entra',
      { page: [200, '<p>AADSTS50011: The redirect URI specified in the request …</p>'] },
      {},
      /AADSTS50011.*not registered.*https:\/\/mcp\.example\.com\/oauth\/callback\/there.*platform Web/s,
    ],
    [
      'an address that Google does not know',
      'google',
      { page: [400, 'Error 400: redirect_uri_mismatch'] },
      {},
      /redirect_uri_mismatch.*Authorized redirect URIs/s,
    ],
    [
      'an address that Keycloak does not know',
      'keycloak',
      { page: [400, 'Invalid parameter: redirect_uri'] },
      {},
      /not registered.*Valid redirect URIs/s,
    ],
    [
      'a client that Entra ID does not know',
      'entra',
      { page: [400, 'AADSTS700016: Application with identifier … was not found'] },
      {},
      /AADSTS700016.*does not know the client.*Application \(client\) ID/s,
    ],
    [
      'a scope that Okta does not know',
      'okta',
      {
        answers: {
          error: 'invalid_scope',
          error_description: 'One or more scopes are not configured',
        },
      },
      {},
      /does not know a scope/,
    ],
    [
      'the id of a secret instead of its value',
      'entra',
      {
        tokenError: {
          error: 'invalid_client',
          error_description: 'AADSTS7000215: Invalid client secret',
        },
      },
      {},
      /AADSTS7000215.*Secret ID instead of the Value.*Certificates & secrets/s,
    ],
    [
      'a secret that has expired',
      'entra',
      { tokenError: { error: 'invalid_client', error_description: 'AADSTS7000222: … expired.' } },
      {},
      /AADSTS7000222.*has expired/s,
    ],
    [
      'a wrong secret',
      'oidc',
      {},
      { clientSecret: 'wrong' },
      /invalid_client.*AUTH_CLIENT_SECRETS/s,
    ],
    [
      'a wrong secret at GitHub',
      'github',
      { tokenError: { error: 'incorrect_client_credentials' } },
      {},
      /incorrect_client_credentials.*Developer settings/s,
    ],
    [
      'an issuer with another end',
      'auth0',
      { metadata: { issuer: 'https://tenant.example/' } },
      {},
      /calls itself https:\/\/tenant\.example\/.*a slash at the end counts/s,
    ],
    [
      'the issuer of all tenants',
      'entra',
      { metadata: { issuer: 'https://login.microsoftonline.com/{tenantid}/v2.0' } },
      {},
      /Name one tenant/,
    ],
    [
      'no code flow',
      'oidc',
      { metadata: { response_types_supported: ['token'] } },
      {},
      /code is not/,
    ],
    [
      'another way to send the secret',
      'oidc',
      { metadata: { token_endpoint_auth_methods_supported: ['client_secret_post'] } },
      {},
      /Set clientAuthentication: post/,
    ],
    ['no keys', 'oidc', { metadata: { jwks_uri: undefined } }, {}, /nobody says where/],
    ['clocks that differ', 'oidc', { clockMs: 120_000 }, {}, /1[12]\d s apart.*NTP/s],
    [
      'an issuer that is not there',
      'oidc',
      {},
      { issuer: 'http://127.0.0.1:9' },
      /cannot be reached/,
    ],
  ])('explains %s', async (_what, preset, manners, more, expected) => {
    const examination = await examine(preset, manners, more);
    expect(faultsOf(examination.findings).length).toBeGreaterThan(0);
    expect(examinationText(examination)).toMatch(expected);
  });

  it('keeps the secret from whoever is not the issuer', async () => {
    const { findings } = await examine('oidc', { metadata: { issuer: 'https://other.example' } });
    expect(findings.map(({ what }) => what)).not.toContain('the secret of this server');
  });

  it('says where groups would have to come from', async () => {
    const google = await examine('google', {}, {}, ['payments']);
    expect(examinationText(google)).toMatch(/FAULT groups: .*it tells none/);
    await upstream?.stop();
    const okta = await examine('okta', { metadata: { claims_supported: ['sub'] } }, {}, ['a']);
    expect(examinationText(okta)).toMatch(/look {2}claims for groups.*\n.*Authorization Servers/);
  });
});
