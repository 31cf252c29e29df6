import { markdownTable } from '../report/markdown-table';
import type { Profiled } from './profile-server';
import { groupTimes, type FunctionTime } from './self-time';

/** Groups below this many microseconds a call are told together. */
const MIN_MICROS = 0.2;

/** What each part costs a call, of every profiled server. */
export function groupsTable(profiles: readonly Profiled[]): string {
  const groups = profiles.map(({ functions }) => withSmallOnesTogether(groupTimes(functions)));
  const names = [...new Set(groups.flatMap((group) => [...group.keys()]))];
  const sumOf = (group: Map<string, number>) => [...group.values()].reduce((a, b) => a + b, 0);
  return markdownTable<string | undefined>(
    [
      { heading: 'µs of the main thread a call', align: 'left', cell: (name) => name ?? '**all**' },
      ...profiles.map(({ subject }, index) => ({
        heading: subject.name,
        cell: (name: string | undefined) => {
          const group = groups[index]!;
          return (name === undefined ? sumOf(group) : (group.get(name) ?? 0)).toFixed(1);
        },
      })),
    ],
    [...names, undefined],
  );
}

/** The functions that cost most themselves. */
export function functionsTable(functions: readonly FunctionTime[], count: number): string {
  return markdownTable(
    [
      { heading: 'function', align: 'left', cell: ({ name }) => `\`${name}\`` },
      { heading: 'of', align: 'left', cell: ({ group }) => group },
      { heading: 'where', align: 'left', cell: ({ place }) => place },
      { heading: 'µs a call', cell: ({ micros }) => micros.toFixed(2) },
    ],
    functions.slice(0, count),
  );
}

function withSmallOnesTogether(groups: ReadonlyMap<string, number>): Map<string, number> {
  const kept = [...groups].filter(([, micros]) => micros >= MIN_MICROS);
  const rest = [...groups.values()].filter((micros) => micros < MIN_MICROS);
  return new Map([...kept, ['the rest', rest.reduce((a, b) => a + b, 0)]]);
}
