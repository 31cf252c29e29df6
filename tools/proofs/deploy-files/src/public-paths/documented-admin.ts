import { withSecrets } from '../environment/secrets';
import { textOf } from '../workspace';

/** The variables of the process that a guide starts for operators, from its command. */
export interface DocumentedAdmin {
  readonly name: string;
  readonly variables: Readonly<Record<string, string>>;
}

export const PROJECT_NUMBER = '123456789012';

export function documentedAdmins(): DocumentedAdmin[] {
  const google = textOf('docs/deploy/cloud-run.md').replaceAll('PROJECT_NUMBER', PROJECT_NUMBER);
  const azure = textOf('docs/deploy/container-instances.md');
  /** What follows an option of a command, up to the end of its line. */
  const given = (text: string, option: string) => {
    const line = text.split('\n').find((one) => one.trim().startsWith(option)) ?? '';
    return line.trim().slice(option.length).replace(' \\', '').replaceAll("'", '');
  };
  return [
    {
      name: 'mcp-admin of cloud-run.md',
      variables: variablesOf([
        ...given(google, '--set-env-vars=').split(','),
        ...given(google, '--set-secrets=').split(','),
      ]),
    },
    {
      name: 'mcp-admin of container-instances.md',
      variables: variablesOf([
        ...given(azure, '--environment-variables ').split(' '),
        // A value has spaces: its name is all that counts.
        ...given(azure, '--secure-environment-variables ').split('" '),
      ]),
    },
  ];
}

const variablesOf = (given: readonly string[]) =>
  withSecrets(
    given.map((one) => {
      const [name = '', ...value] = one.split('=');
      return { name, value: value.join('=') };
    }),
  );
