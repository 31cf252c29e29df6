/** What is different from one issuer of assertions to the next. */
export interface IssuerPreset {
  readonly issuer?: string;
  /** `typ` of what it signs, in lower case; the empty text stands for none. */
  readonly types: readonly string[];
  /**
   * Whether its assertion may be shown once. Not where a platform hands out the same one until it is
   * renewed: a workload that starts again has no other.
   */
  readonly once: boolean;
  /** Whether it vouches for people that a client acts for, rather than for the client itself. */
  readonly isOfPeople: boolean;
  /** Claims that tell who it is, where strangers have assertions of the same issuer. */
  readonly strangersDifferBy?: readonly string[];
}

const WORKLOAD: IssuerPreset = { types: ['', 'jwt'], once: true, isOfPeople: false };

/** Each is what its documentation says, and what stand-ins in the specs do. */
export const issuerPresets = {
  oidc: WORKLOAD,
  // The kubelet renews the token in the file when most of its time is over.
  kubernetes: { ...WORKLOAD, once: false },
  'github-actions': {
    ...WORKLOAD,
    issuer: 'https://token.actions.githubusercontent.com',
    strangersDifferBy: ['repository', 'repository_id', 'repository_owner', 'repository_owner_id'],
  },
  // sts:GetWebIdentityToken, whose issuer is that of the account.
  aws: WORKLOAD,
  // The metadata server gives the same token, which has no jti, for up to an hour.
  google: {
    ...WORKLOAD,
    issuer: 'https://accounts.google.com',
    once: false,
    strangersDifferBy: ['sub', 'email'],
  },
  'id-jag': { types: ['oauth-id-jag+jwt'], once: true, isOfPeople: true },
} satisfies Record<string, IssuerPreset>;

type IssuerPresetName = keyof typeof issuerPresets;

export const issuerPresetNames = Object.keys(issuerPresets) as [
  IssuerPresetName,
  ...IssuerPresetName[],
];
