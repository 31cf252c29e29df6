import { markdownTable } from '../../api-benchmark/report/markdown-table';
import type { SignInProof } from './prove-sign-in';
import { REGISTRATIONS, STEPS, type SigningClient } from './signing-clients';

const COLUMNS = [...REGISTRATIONS, ...STEPS];

const HEADINGS: Readonly<Record<(typeof COLUMNS)[number], string>> = {
  document: 'by its document',
  dynamic: 'registers itself',
  known: 'known beforehand',
  'asks for more': 'asks for more',
  'comes back': 'comes back',
  renews: 'renews its token',
};

/** A row for each client and era. */
export function signInTable(proofs: readonly SignInProof[]): string {
  return markdownTable<SignInProof>(
    [
      { heading: 'client', align: 'left', cell: ({ client }) => client.name },
      { heading: 'version', align: 'left', cell: ({ version }) => version },
      { heading: 'era', align: 'left', cell: ({ era }) => era },
      ...COLUMNS.map((column) => ({
        heading: HEADINGS[column],
        align: 'left' as const,
        cell: ({ client, cells }: SignInProof) => {
          if (cells[column] === 'ok') return 'ok';
          return client.limits?.[column] === undefined ? '**FAILED**' : 'its limit';
        },
      })),
    ],
    proofs,
  );
}

/** Why cells say "its limit". */
export function signInLimits(clients: readonly SigningClient[]): string {
  return clients
    .flatMap(({ name, limits = {} }) =>
      Object.entries(limits).map(([column, reason]) => `- ${name}, ${column}: ${reason}.`),
    )
    .join('\n');
}

/** What failed that should not, with the reason. */
export function signInFaults(proofs: readonly SignInProof[]): string[] {
  return proofs.flatMap(({ client, era, cells }) =>
    COLUMNS.filter((column) => cells[column] !== 'ok' && client.limits?.[column] === undefined).map(
      (column) => `${client.name}, ${era}, ${column}: ${cells[column] ?? 'not tried'}`,
    ),
  );
}
