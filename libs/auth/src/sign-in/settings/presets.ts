/** What is different from one provider to the next. */
export interface Preset {
  readonly title: string;
  /** By the tenant, where the provider has one address for all or one for each tenant. */
  readonly issuer?: (tenant: string | undefined) => string | undefined;
  readonly scopes: string;
  /** Claims that name the person for good; the first that is there counts. */
  readonly subjectClaims: readonly string[];
  readonly groupsClaims: readonly string[];
  /** The claim that names the tenant, the organization or the hosted domain. */
  readonly tenantClaim?: string;
  readonly clientAuthentication: 'basic' | 'post';
}

const OIDC: Preset = {
  title: 'your company',
  scopes: 'openid profile email',
  subjectClaims: ['sub'],
  groupsClaims: ['groups', 'roles'],
  clientAuthentication: 'basic',
};

/** Each is what its documentation says and stand-ins in the specs do. */
export const presets = {
  oidc: OIDC,
  entra: {
    ...OIDC,
    title: 'Microsoft',
    issuer: (tenant) => tenant && `https://login.microsoftonline.com/${tenant}/v2.0`,
    // The last one: whoever is in too many groups has them looked up at Microsoft Graph.
    scopes: 'openid profile email User.Read',
    // `sub` is another one for every application.
    subjectClaims: ['oid', 'sub'],
    tenantClaim: 'tid',
    clientAuthentication: 'post',
  },
  google: {
    ...OIDC,
    title: 'Google',
    issuer: () => 'https://accounts.google.com',
    groupsClaims: [],
    tenantClaim: 'hd',
  },
  github: {
    ...OIDC,
    title: 'GitHub',
    issuer: () => 'https://github.com',
    scopes: 'read:user user:email read:org',
    groupsClaims: [],
    clientAuthentication: 'post',
  },
  okta: { ...OIDC, title: 'Okta', scopes: 'openid profile email groups' },
  auth0: { ...OIDC, title: 'Auth0', tenantClaim: 'org_id', clientAuthentication: 'post' },
  keycloak: {
    ...OIDC,
    title: 'Keycloak',
    groupsClaims: ['groups', 'realm_access.roles'],
  },
  cognito: { ...OIDC, title: 'Amazon Cognito', groupsClaims: ['cognito:groups'] },
} satisfies Record<string, Preset>;

export type PresetName = keyof typeof presets;

export const presetNames = Object.keys(presets) as [PresetName, ...PresetName[]];
