import { conditions } from '../api-benchmark/report/conditions';
import { markdownTable } from '../api-benchmark/report/markdown-table';
import type { Finding } from './finding';

/** Milliseconds of CPU that no request may cost before it is refused or handed to a tool. */
export const BAR_MS = 50;
/** What is reported is the least of so many times. */
export const TIMES = 10;

/**
 * A client secret is hashed, dear on purpose: by an administrator who makes a client, and at each guess,
 * for which failed sign-ins have a limit of their own.
 */
export function isDearOnPurpose({ wire: { kind, body = '' }, status }: Finding): boolean {
  // 409: the name is taken, which the database tells.
  if (kind === 'admin new client') return status === 201 || status === 409;
  return status === 401 && kind.startsWith('token') && body.includes('client_secret');
}

export function searchReport(
  requests: number,
  seed: number,
  dearest: readonly Finding[],
  keepers: readonly Finding[],
): string {
  const how = `${requests.toLocaleString('en')} requests from seed ${seed}, the least of ${TIMES} times each`;
  return [
    conditions(how),
    'The dearest:',
    tableOf(dearest),
    ...(keepers.length === 0 ? [] : ['Those that leave the most behind:', tableOf(keepers)]),
  ].join('\n\n');
}

function tableOf(found: readonly Finding[]): string {
  return markdownTable<Finding>(
    [
      { heading: 'request', cell: ({ wire }) => wire.kind, align: 'left' },
      { heading: 'changed', cell: ({ wire }) => wire.changes.map(code).join(' '), align: 'left' },
      { heading: 'answer', cell: ({ status }) => (status === 0 ? 'none' : String(status)) },
      { heading: 'bytes', cell: ({ bytes }) => bytes.toLocaleString('en') },
      { heading: 'CPU, ms', cell: ({ cpuMs }) => cpuMs.toFixed(1) },
      {
        heading: 'kept, bytes',
        cell: ({ keptBytes }) => Math.max(0, Math.round(keptBytes)).toLocaleString('en'),
      },
    ],
    found,
  );
}

function code(text: string): string {
  return `\`${text.replaceAll('`', '´').slice(0, 40)}\``;
}
