/** Who signed in at a provider, as it tells. */
export interface Identity {
  /** The id of the provider. */
  readonly provider: string;
  /** Never another person's at that provider. */
  readonly subject: string;
  readonly name: string;
  /** Confirmed by the provider; undefined where it is not. */
  readonly email?: string | undefined;
  readonly groups: readonly string[];
  /** Tenants, organizations or hosted domains. */
  readonly tenants: readonly string[];
}

/** The id of a person, the same whenever they sign in. */
export const personIdOf = ({ provider, subject }: Identity): string => `${provider}:${subject}`;
