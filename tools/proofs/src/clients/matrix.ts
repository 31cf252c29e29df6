import { markdownTable } from '../api-benchmark/report/markdown-table';
import { expectedOf, type KnownClient } from './known-clients';
import { operationsOver, type Operation, type Transport } from './operation';

/** What came of one client over one transport, as its program printed it. */
export interface Proof {
  readonly client: KnownClient;
  readonly version: string;
  readonly transport: Transport;
  /** Of the protocol, as the server saw it; none without a connection. */
  readonly revision?: string;
  /** `ok`, `not offered`, or why it failed. */
  readonly cells: Readonly<Partial<Record<Operation, string>>>;
}

const NOT_TRIED = 'It was not tried.';

/** The clients over one transport: a row each. */
export function matrixOf(proofs: readonly Proof[], transport: Transport): string {
  const rows = proofs.filter((proof) => proof.transport === transport);
  return markdownTable<Proof>(
    [
      { heading: 'client', align: 'left', cell: ({ client }) => client.name },
      { heading: 'version', align: 'left', cell: ({ version }) => version },
      { heading: 'revision', align: 'left', cell: ({ revision }) => revision ?? 'none' },
      ...operationsOver(transport).map((operation) => ({
        heading: operation,
        align: 'left' as const,
        cell: (proof: Proof) => cellOf(proof, operation),
      })),
    ],
    rows,
  );
}

function cellOf({ client, transport, cells }: Proof, operation: Operation): string {
  const cell = cells[operation] ?? NOT_TRIED;
  if (cell === 'ok') return 'ok';
  if (cell === 'not offered') return '–';
  return expectedOf(client, transport, operation) === 'limited' ? 'its limit' : '**FAILED**';
}

/** What was ok and is not any more, with the reason; nothing when all is as it should be. */
export function regressionsOf(proofs: readonly Proof[]): string[] {
  return differing(proofs, (expected, cell) => expected === 'ok' && cell !== 'ok');
}

/** What works by now although it is listed as lacking or limited: the list is to be shortened. */
export function improvementsOf(proofs: readonly Proof[]): string[] {
  return differing(proofs, (expected, cell) => expected !== 'ok' && cell === 'ok');
}

function differing(
  proofs: readonly Proof[],
  differs: (expected: ReturnType<typeof expectedOf>, cell: string) => boolean,
): string[] {
  return proofs.flatMap(({ client, transport, cells }) =>
    operationsOver(transport)
      .map((operation) => ({ operation, cell: cells[operation] ?? NOT_TRIED }))
      .filter(({ operation, cell }) => differs(expectedOf(client, transport, operation), cell))
      .map(({ operation, cell }) => `${client.name} over ${transport}, ${operation}: ${cell}`),
  );
}

/** Why cells say "its limit". */
export function limitsList(clients: readonly KnownClient[]): string {
  return clients
    .flatMap(({ name, limits = {} }) =>
      Object.entries(limits).flatMap(([transport, reasons]) =>
        [...operationsByReason(reasons)].map(
          ([reason, operations]) =>
            `- ${name} over ${transport}, ${operations.join(', ')}: ${reason}.`,
        ),
      ),
    )
    .join('\n');
}

function operationsByReason(reasons: Partial<Record<Operation, string>>): Map<string, string[]> {
  const operations = new Map<string, string[]>();
  for (const [operation, reason] of Object.entries(reasons)) {
    operations.set(reason, [...(operations.get(reason) ?? []), operation]);
  }
  return operations;
}

export function configurationBlocks(clients: readonly KnownClient[]): string {
  return clients
    .map(({ name, configuration }) => `${name}:\n\n\`\`\`text\n${configuration.join('\n')}\n\`\`\``)
    .join('\n\n');
}
