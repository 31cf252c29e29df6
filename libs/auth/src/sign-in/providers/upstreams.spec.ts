import {
  FakeUpstream,
  UPSTREAM_CLIENT_ID,
  UPSTREAM_CLIENT_SECRET,
  type UpstreamManners,
} from '../../testing/fake-upstream';
import { presets, type PresetName } from '../settings/presets';
import type { Provider } from '../settings/provider';
import type { Attempt } from './upstream';
import { upstreamsOf } from './upstreams';

const ATTEMPT: Attempt = {
  ...{ state: 'a-state', nonce: 'a-nonce', codeVerifier: 'v'.repeat(43) },
  redirectUri: 'https://mcp.example.com/oauth/callback/there',
};

describe('a sign-in at', () => {
  let upstream: FakeUpstream | undefined;
  afterEach(() => upstream?.stop());

  async function start(preset: PresetName, manners: UpstreamManners, more: Partial<Provider> = {}) {
    const { clientAuthentication: authentication, title, scopes, groupsClaims } = presets[preset];
    upstream = await FakeUpstream.start({ authentication, ...manners });
    const { issuer } = upstream;
    const provider: Provider = {
      ...{ id: 'there', preset, manners: presets[preset], title, scopes, issuer, require: {} },
      ...{
        clientId: UPSTREAM_CLIENT_ID,
        clientSecret: UPSTREAM_CLIENT_SECRET,
        groupsClaims: [...groupsClaims],
      },
      groupsUrl: `${issuer}/groups`,
      ...more,
    };
    return { upstream, client: upstreamsOf([provider]).get('there')! };
  }

  async function identityAt(
    preset: PresetName,
    manners: UpstreamManners,
    more: Partial<Provider> = {},
  ) {
    const { client, upstream } = await start(preset, manners, more);
    const back = await upstream.follow(await client.addressOf(ATTEMPT));
    const { identity } = await client.arrivalOf(back, ATTEMPT);
    expect(upstream.faults).toEqual([]);
    return identity;
  }

  it('Entra ID names a person for good, their tenant and their roles', async () => {
    const claims = { oid: 'the-person', tid: 'the-tenant', name: 'Ada', roles: ['admins'] };
    expect(await identityAt('entra', { claims, refuses: ['resource'] })).toEqual({
      ...{ provider: 'there', subject: 'the-person', name: 'Ada', email: undefined },
      ...{ groups: ['admins'], tenants: ['the-tenant'] },
    });
  });

  it('Entra ID looks up the groups of whoever is in too many', async () => {
    const claims = { oid: 'the-person', _claim_names: { groups: 'src1' } };
    const memberGroups = Array.from({ length: 300 }, (_, index) => `group-${index}`);
    const { groups } = await identityAt('entra', { claims, memberGroups });
    expect(groups).toEqual(memberGroups);
  });

  it('Entra ID takes no address for confirmed that it does not confirm', async () => {
    const claims = { oid: 'p', email: 'admin@victim.example' };
    expect(await identityAt('entra', { claims })).toMatchObject({ email: undefined });
    await upstream?.stop();
    const owned = { ...claims, xms_edov: true };
    expect(await identityAt('entra', { claims: owned })).toMatchObject({
      email: 'admin@victim.example',
    });
  });

  it.each<[PresetName, Record<string, unknown>, object]>([
    [
      'google',
      { hd: 'example.com', email: 'ada@example.com', email_verified: true },
      { tenants: ['example.com'], email: 'ada@example.com', groups: [] },
    ],
    ['okta', { groups: ['Everyone', 'admins'] }, { groups: ['Everyone', 'admins'] }],
    ['auth0', { org_id: 'org_1', roles: ['admin'] }, { tenants: ['org_1'], groups: ['admin'] }],
    ['keycloak', { realm_access: { roles: ['admin'] } }, { groups: ['admin'] }],
    ['cognito', { 'cognito:groups': ['admin'] }, { groups: ['admin'] }],
    ['oidc', { groups: ['a'], email: 'a@b.c', email_verified: false }, { email: undefined }],
  ])('%s reads what it tells', async (preset, claims, told) => {
    expect(await identityAt(preset, { claims })).toMatchObject({ subject: 'pairwise', ...told });
  });

  it('GitHub asks its API', async () => {
    expect(await identityAt('github', { isGitHub: true })).toEqual({
      ...{ provider: 'there', subject: '7', name: 'Ada Lovelace', email: 'ada@example.com' },
      ...{ groups: ['example'], tenants: ['example'] },
    });
  });

  it('a provider reads groups where the settings say', async () => {
    const claims = { 'https://example.com/teams': ['payments'] };
    const groupsClaims = ['https://example.com/teams'];
    expect(await identityAt('oidc', { claims }, { groupsClaims })).toMatchObject({
      groups: ['payments'],
    });
  });

  it.each<[string, UpstreamManners, (back: URL) => void]>([
    ['another state', {}, (back) => back.searchParams.set('state', 'of-another')],
    ['another issuer', {}, (back) => back.searchParams.set('iss', 'https://other.example')],
    ['a refusal', {}, (back) => back.searchParams.set('error', 'access_denied')],
    ['a token for another', { claims: { aud: 'another' } }, () => undefined],
    ['a token of another attempt', { claims: { nonce: 'another' } }, () => undefined],
    ['a token that has expired', { claims: { exp: 1 } }, () => undefined],
    ['a token of another issuer', { claims: { iss: 'https://other.example' } }, () => undefined],
  ])('a provider fails with %s', async (_what, manners, change) => {
    const { client, upstream } = await start('oidc', manners);
    const back = await upstream.follow(await client.addressOf(ATTEMPT));
    change(back);
    await expect(client.arrivalOf(back, ATTEMPT)).rejects.toThrow();
  });

  it('a provider that was away is asked again', async () => {
    const { client, upstream } = await start('oidc', {});
    upstream.isAway = true;
    await expect(client.addressOf(ATTEMPT)).rejects.toThrow();
    upstream.isAway = false;
    expect(await client.addressOf(ATTEMPT)).toContain(`${upstream.issuer}/authorize?`);
  });
});
