import { claimValues } from '../formats/claim';
import { sealingKeys } from '../formats/sealing-keys';
import { text } from '../formats/text';
import { MASK } from '../mask';
import type { Values, VariableTable } from '../variable';
import { Section } from './section';

export const signInVariables = {
  AUTH_PROVIDERS: {
    schema: text('the path of a file, sample-people, or none'),
    description:
      'The YAML file that says where people sign in, and what they may do: this server is then the authorization server that clients talk to, in front of Entra ID, Google, GitHub, Okta and any other provider (docs/run/sign-in.md). `sample-people` is a provider of its own with two people and no passwords; production refuses it. With `none` nobody signs in here.',
    withoutDefault:
      '`sample-people`, unless `JWT_ISSUER` is set or `PUBLIC_URL` is no loopback address; production: none, nobody signs in here',
    example: 'sample-people',
  },
  AUTH_CLIENT_SECRETS: {
    schema: claimValues(),
    description:
      'The secrets of this server at those providers and services, by the `id` that the file gives each: `entra=…,github=…`.',
    secret: 'value',
    example: 'entra=the-secret-of-this-server-there',
  },
  AUTH_SEALING_KEYS: {
    schema: sealingKeys(),
    description:
      'What sign-ins and the credentials of people are sealed with in the database, the same in every replica. The first seals, all open. To replace one: put the new key behind the old one in every replica, then before it, and take the old one away when the log says that nothing is sealed with it (docs/build/credentials.md).',
    withoutDefault:
      'made of `JWT_PRIVATE_KEY` or `JWT_SECRET`, which open what they sealed in any case',
    secret: 'value',
  },
  AUTH_ISSUERS: {
    schema: text('the path of a file'),
    description:
      'The YAML file that says whose assertions are exchanged for tokens of this server: those of workloads (Kubernetes, GitHub Actions, AWS, Google, any issuer that publishes its keys), and ID-JAGs of identity providers (docs/run/machines.md).',
    withoutDefault: 'none: clients of this server alone get tokens',
  },
} satisfies VariableTable;

/** Who signs in at this server. */
export class SignInConfig extends Section {
  /** `AUTH_PROVIDERS`: the path of a YAML file, or `sample-people`; none where nobody signs in. */
  readonly providers: string | undefined;
  /** `AUTH_ISSUERS`: the path of a YAML file, default none. */
  readonly issuers: string | undefined;
  readonly #clientSecrets: ReadonlyMap<string, string>;
  readonly #sealingKeys: readonly string[];

  /** @param hasDefault whether the sample people sign in where nothing is set */
  constructor(values: Values<typeof signInVariables>, hasDefault: boolean) {
    super();
    const providers = values.AUTH_PROVIDERS ?? (hasDefault ? SAMPLE_PEOPLE : NOBODY);
    this.providers = providers === NOBODY ? undefined : providers;
    this.issuers = values.AUTH_ISSUERS;
    this.#clientSecrets = new Map(values.AUTH_CLIENT_SECRETS ?? []);
    this.#sealingKeys = values.AUTH_SEALING_KEYS ?? [];
  }

  /** Whether the two sample people sign in, without passwords. */
  get hasSamplePeople(): boolean {
    return this.providers === SAMPLE_PEOPLE;
  }

  /** `AUTH_CLIENT_SECRETS`, secrets by the id of their provider or service. */
  get clientSecrets(): ReadonlyMap<string, string> {
    return this.#clientSecrets;
  }

  /** `AUTH_SEALING_KEYS`, secrets; none where they are made of other keys. The first seals. */
  get sealingKeys(): readonly string[] {
    return this.#sealingKeys;
  }

  override toJSON(): Record<string, unknown> {
    const names = [...this.#clientSecrets.keys()];
    return {
      ...super.toJSON(),
      clientSecrets: Object.fromEntries(names.map((name) => [name, MASK])),
      sealingKeys: this.#sealingKeys.map(() => MASK),
    };
  }
}

export const SAMPLE_PEOPLE = 'sample-people';
const NOBODY = 'none';
