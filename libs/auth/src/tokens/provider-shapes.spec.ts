import { FakeIdentityProvider, inSeconds, testKey, type JwsOptions } from '../testing';
import { RESOURCE, tokenVerifier } from '../testing/verifier.fixture';

/**
 * The access tokens of providers, as their documents show them, with keys made here. The settings are
 * those of docs/run/sign-in.md.
 */
interface Shape {
  readonly settings: Record<string, string>;
  readonly header?: Record<string, unknown>;
  readonly claims: Record<string, unknown>;
  readonly caller: { clientId: string; subject: string; scopes: string[] };
  /** Changes of the token that must shut it out. */
  readonly wrong: Record<string, unknown>[];
}

const shapes: Record<string, Shape> = {
  'Cognito, a user': {
    settings: {
      JWT_AUDIENCE_CLAIM: 'client_id',
      JWT_AUDIENCE: '1example23456789',
      JWT_REQUIRED_CLAIMS: 'token_use=access',
      JWT_SCOPES_CLAIM: 'scope,cognito:groups',
      JWT_SCOPE_PREFIX: 'https://mcp.example.com/',
    },
    claims: {
      sub: 'aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee',
      'cognito:groups': ['accounting'],
      version: 2,
      client_id: '1example23456789',
      token_use: 'access',
      scope: 'openid https://mcp.example.com/invoices:read',
      username: 'ann',
      auth_time: 1_700_000_000,
      jti: 'j',
    },
    caller: {
      clientId: '1example23456789',
      subject: 'aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee',
      scopes: ['openid', 'invoices:read', 'accounting'],
    },
    // An ID token has the client in `aud`, and no `client_id`.
    wrong: [
      { client_id: 'another' },
      { token_use: 'id' },
      { client_id: undefined, aud: '1example23456789' },
    ],
  },
  'Entra ID v2, a user': {
    settings: {
      JWT_AUDIENCE: '11111111-2222-3333-4444-555555555555',
      JWT_SUBJECT_CLAIM: 'oid',
      JWT_SCOPES_CLAIM: 'scp,roles',
      JWT_SCOPE_PREFIX: 'api://11111111-2222-3333-4444-555555555555/',
    },
    header: { typ: 'JWT' },
    claims: {
      aud: '11111111-2222-3333-4444-555555555555',
      azp: '99999999-8888-7777-6666-555555555555',
      azpacr: '0',
      oid: 'the-object-id',
      sub: 'pairwise',
      scp: 'invoices.read mcp.connect',
      roles: ['Invoices.Approve'],
      tid: 'the-tenant',
      ver: '2.0',
      client_id: undefined,
    },
    caller: {
      clientId: '99999999-8888-7777-6666-555555555555',
      subject: 'the-object-id',
      scopes: ['invoices.read', 'mcp.connect', 'Invoices.Approve'],
    },
    wrong: [{ aud: '00000003-0000-0000-c000-000000000000' }],
  },
  'Auth0, a machine': {
    settings: { JWT_SCOPES_CLAIM: 'scope,permissions,https://example.com/roles' },
    header: { typ: 'at+jwt' },
    claims: {
      sub: 'abc123@clients',
      aud: [RESOURCE, 'https://tenant.auth0.com/userinfo'],
      azp: 'abc123',
      scope: 'invoices:read',
      permissions: ['invoices:pay'],
      'https://example.com/roles': ['accountant'],
      gty: 'client-credentials',
      client_id: undefined,
    },
    caller: {
      clientId: 'abc123',
      subject: 'abc123@clients',
      scopes: ['invoices:read', 'invoices:pay', 'accountant'],
    },
    wrong: [{ aud: 'https://tenant.auth0.com/userinfo' }],
  },
  'Okta, a user': {
    settings: { JWT_AUDIENCE: 'api://default', JWT_SUBJECT_CLAIM: 'uid,sub' },
    header: { typ: undefined },
    claims: {
      ver: 1,
      jti: 'AT.x',
      aud: 'api://default',
      cid: '0oaexample',
      uid: '00uexample',
      scp: ['openid', 'invoices:read'],
      sub: 'ann@example.com',
      client_id: undefined,
    },
    caller: { clientId: '0oaexample', subject: '00uexample', scopes: ['openid', 'invoices:read'] },
    wrong: [{ aud: 'api://other' }],
  },
  'Keycloak, a user': {
    settings: {
      JWT_SCOPES_CLAIM: 'scope,realm_access.roles,resource_access.mcp.server.roles',
      JWT_REQUIRED_CLAIMS: 'typ=Bearer',
    },
    header: { typ: 'JWT' },
    claims: {
      typ: 'Bearer',
      azp: 'inspector',
      aud: [RESOURCE, 'account'],
      sub: 'f0e1',
      scope: 'profile invoices:read',
      realm_access: { roles: ['staff'] },
      resource_access: {
        'mcp.server': { roles: ['approver'] },
        account: { roles: ['manage-account'] },
      },
      preferred_username: 'ann',
      client_id: undefined,
    },
    caller: {
      clientId: 'inspector',
      subject: 'f0e1',
      scopes: ['profile', 'invoices:read', 'staff', 'approver'],
    },
    wrong: [{ aud: 'account' }, { typ: 'ID' }, { typ: 'Refresh' }],
  },
};

const keys = [testKey('RS256', 'first')];

describe.each(Object.entries(shapes))(
  '%s',
  (_name, { settings, header, claims, caller, wrong }) => {
    let provider: FakeIdentityProvider;
    let subject: ReturnType<typeof tokenVerifier>;
    beforeAll(async () => {
      provider = await FakeIdentityProvider.start(keys);
      subject = tokenVerifier({ JWT_ISSUER: provider.issuer, ...settings });
    });
    afterAll(() => provider.stop());

    const token = (more: object = {}) => {
      const now = subject.clock.now();
      const lasting = { iat: inSeconds(0, now), exp: inSeconds(3600, now), ...claims, ...more };
      const options: JwsOptions = { key: provider.keys[0], header };
      return provider.token(lasting, options);
    };

    it('is understood by settings alone', async () => {
      const { clientId, scopes, extra } = (await subject.verify(token())) ?? {};
      expect({ clientId, subject: extra?.['subject'], scopes }).toEqual(caller);
    });

    it.each(wrong)('is refused with %j', async (change) => {
      await expect((async () => subject.verify(token(change)))()).rejects.toMatchObject({
        status: 401,
      });
    });
  },
);
