import { type Column, markdownTable } from '../api-benchmark/report/markdown-table';
import { faults } from './faulty-wire';
import type { FuzzResult, PlatformName } from './fuzz';

interface Row {
  readonly platform: PlatformName;
  readonly outcome: string;
  readonly exitCode: number;
  readonly results: readonly FuzzResult[];
}

const most = (numbers: readonly number[]) => Math.max(...numbers);

const columns: readonly Column<Row>[] = [
  { heading: 'platform', cell: ({ platform }) => platform, align: 'left' },
  { heading: 'outcome', cell: ({ outcome }) => `\`${outcome}\``, align: 'left' },
  { heading: 'exit code', cell: ({ exitCode }) => String(exitCode) },
  { heading: 'runs', cell: ({ results }) => String(results.length) },
  {
    heading: 'most requests',
    cell: ({ results }) => String(most(results.map(({ requests }) => requests))),
  },
  {
    heading: 'longest, minutes',
    cell: ({ results }) => most(results.map(({ minutes }) => minutes)).toFixed(1),
  },
  {
    heading: 'repaired by the next run',
    cell: ({ results }) =>
      String(results.filter(({ violations }) => violations.length === 0).length),
  },
];

/** How many runs came to what, in a table, and how many faults they met. */
export function fuzzReport(results: readonly FuzzResult[], firstSeed: number): string {
  const groups = new Map<string, FuzzResult[]>();
  for (const result of results) {
    const key = [result.platform, result.exitCode, result.outcome].join(' ');
    groups.set(key, [...(groups.get(key) ?? []), result]);
  }
  const rows = [...groups.entries()]
    .sort(([a], [b]) => a.localeCompare(b))
    .map(([, group]): Row => {
      const { platform, outcome, exitCode } = group[0]!;
      return { platform, outcome, exitCode, results: group };
    });
  const sum = (fault: (typeof faults)[number]) =>
    results.reduce((total, { met }) => total + (met.get(fault) ?? 0), 0);
  const met = faults.map((fault) => `${sum(fault)} ${fault}`).join(', ');
  const violations = results.filter((result) => result.violations.length > 0).length;
  return [
    `${results.length} runs, seeds from ${firstSeed}: ${violations} broke a rule. Faults met: ${met}.`,
    '',
    markdownTable(columns, rows),
  ].join('\n');
}
