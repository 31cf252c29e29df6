import { withSecrets } from '../environment/secrets';
import { textOf } from '../workspace';

/** The variables of the process that a guide starts for operators, from its command. */
export interface DocumentedAdmin {
  readonly name: string;
  readonly variables: Readonly<Record<string, string>>;
}

export function documentedAdmins(): DocumentedAdmin[] {
  const google = textOf('docs/deploy/cloud-run.md');
  const azure = textOf('docs/deploy/container-instances.md');
  const list = (text: string, pattern: RegExp, separator: string) =>
    (pattern.exec(text)?.[1] ?? '').split(separator);
  return [
    {
      name: 'mcp-admin of cloud-run.md',
      variables: variablesOf([
        ...list(google, /--set-env-vars='([^']+)'/, ','),
        ...list(google, /--set-secrets=(\S+)/, ','),
      ]),
    },
    {
      name: 'mcp-admin of container-instances.md',
      variables: variablesOf([
        ...list(azure, /--environment-variables ([^\\]+) \\/, ' '),
        // A value has spaces: its name is all that counts.
        ...list(azure, /--secure-environment-variables (.+)/, '" '),
      ]),
    },
  ];
}

const variablesOf = (given: readonly string[]) =>
  withSecrets(
    given.map((one) => {
      const [, name = '', value = ''] = /^([A-Z_]+)=(.*)$/.exec(one) ?? [];
      return { name, value };
    }),
  );
