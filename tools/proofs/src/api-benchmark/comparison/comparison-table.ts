import { installedVersion } from '../../installed-packages';
import { paths } from '../paths';
import { markdownTable } from '../report/markdown-table';
import type { Contender } from './contenders';
import type { Standing } from './standing';

export function comparisonTable(standings: readonly Standing[]): string {
  return markdownTable(
    [
      { heading: 'server', align: 'left', cell: ({ contender }) => contender.title },
      { heading: 'era', align: 'left', cell: ({ era }) => era },
      { heading: 'CPU µs a call', cell: ({ cpuMicros }) => cpuMicros.toFixed(0) },
      { heading: 'CPU × floor', cell: ({ cpuOverFloor }) => cpuOverFloor.toFixed(2) },
      { heading: 'calls/s', cell: ({ throughput }) => Math.round(throughput).toLocaleString('en') },
      {
        heading: 'calls/s ÷ floor',
        cell: ({ throughputOverFloor }) => throughputOverFloor.toFixed(2),
      },
      { heading: 'p50 ms', cell: ({ p50Ms }) => p50Ms.toFixed(2) },
      { heading: 'p99 ms', cell: ({ p99Ms }) => p99Ms.toFixed(1) },
    ],
    byEra(standings),
  );
}

/** The packages that were measured, with their versions. */
export function versions(contenders: readonly Contender[]): string {
  const packages = contenders.flatMap((contender) => contender.packages ?? []);
  return packages.map((name) => `${name} ${installedVersion(paths.peers, name)}`).join(', ');
}

/** Modern first; within an era as the contenders are listed. */
function byEra(standings: readonly Standing[]): Standing[] {
  return [
    ...standings.filter(({ era }) => era === 'modern'),
    ...standings.filter(({ era }) => era === 'legacy'),
  ];
}
