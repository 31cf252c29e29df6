import { conditions } from '../api-benchmark/report/conditions';
import { markdownTable } from '../api-benchmark/report/markdown-table';
import type { Finding } from './search';

export type Measured = Finding & { readonly keptBytes: number };

/** Milliseconds of CPU that no request may cost before it is refused or handed to a tool. */
export const BAR_MS = 50;

/**
 * A client secret is hashed, dear on purpose: by an administrator who makes a client, and at each guess,
 * for which failed sign-ins have a limit of their own.
 */
export function isDearOnPurpose({ wire }: Finding): boolean {
  const { kind, body = '' } = wire;
  return (
    kind === 'admin new client' || (kind.startsWith('token') && body.includes('client_secret'))
  );
}

export function searchReport(requests: number, seed: number, found: readonly Measured[]): string {
  const table = markdownTable<Measured>(
    [
      { heading: 'request', cell: ({ wire }) => wire.kind, align: 'left' },
      {
        heading: 'made dear by',
        cell: ({ wire }) => code(wire.changes.at(-1) ?? ''),
        align: 'left',
      },
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
  const how = `${requests.toLocaleString('en')} requests from seed ${seed}, the least of 5 times each`;
  return `${conditions(how)}\n\n${table}`;
}

function code(text: string): string {
  return text === '' ? '' : `\`${text.replaceAll('`', '´').slice(0, 60)}\``;
}
