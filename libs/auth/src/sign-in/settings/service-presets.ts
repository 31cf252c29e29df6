/** Where a service takes requests. */
export interface ServiceEndpoints {
  readonly authorization: string;
  readonly token: string;
  /** RFC 7009. */
  readonly revocation?: string;
}

/** What is different from one service to the next. */
export interface ServicePreset {
  readonly title: string;
  /** By the tenant, where there are some; without these its metadata is asked for at its issuer. */
  readonly endpoints?: (tenant: string | undefined) => ServiceEndpoints;
  readonly scopes?: string;
  /** What it wants in the address that a person is sent to. */
  readonly parameters?: Readonly<Record<string, string>>;
  readonly clientAuthentication: 'basic' | 'post';
}

const POST = { clientAuthentication: 'post' } as const;

/** Each is what its documentation says. */
export const servicePresets = {
  oauth: { title: 'the service', clientAuthentication: 'basic' },
  github: {
    ...{ ...POST, title: 'GitHub' },
    endpoints: () => ({
      authorization: 'https://github.com/login/oauth/authorize',
      token: 'https://github.com/login/oauth/access_token',
    }),
  },
  gitlab: {
    ...{ ...POST, title: 'GitLab', scopes: 'read_api' },
    endpoints: () => ({
      authorization: 'https://gitlab.com/oauth/authorize',
      token: 'https://gitlab.com/oauth/token',
      revocation: 'https://gitlab.com/oauth/revoke',
    }),
  },
  google: {
    ...{ ...POST, title: 'Google' },
    endpoints: () => ({
      authorization: 'https://accounts.google.com/o/oauth2/v2/auth',
      token: 'https://oauth2.googleapis.com/token',
      revocation: 'https://oauth2.googleapis.com/revoke',
    }),
    // Without these it gives no refresh token.
    parameters: { access_type: 'offline', prompt: 'consent' },
  },
  microsoft: {
    ...{ ...POST, title: 'Microsoft', scopes: 'offline_access User.Read' },
    endpoints: (tenant = 'organizations') => ({
      authorization: `https://login.microsoftonline.com/${tenant}/oauth2/v2.0/authorize`,
      token: `https://login.microsoftonline.com/${tenant}/oauth2/v2.0/token`,
    }),
  },
  atlassian: {
    ...{ ...POST, title: 'Atlassian', scopes: 'offline_access read:me' },
    endpoints: () => ({
      authorization: 'https://auth.atlassian.com/authorize',
      token: 'https://auth.atlassian.com/oauth/token',
    }),
    parameters: { audience: 'api.atlassian.com', prompt: 'consent' },
  },
} satisfies Record<string, ServicePreset>;

export const servicePresetNames = Object.keys(servicePresets) as [
  keyof typeof servicePresets,
  ...(keyof typeof servicePresets)[],
];
