import { markdownTable } from './markdown-table';

/** What the project promises, and what was measured. */
export interface Bar {
  readonly what: string;
  readonly figure: number;
  readonly limit: { readonly atMost: number } | { readonly atLeast: number };
  readonly unit: string;
}

export function holds({ figure, limit }: Bar): boolean {
  return 'atMost' in limit ? figure <= limit.atMost : figure >= limit.atLeast;
}

export function barsTable(bars: readonly Bar[]): string {
  return markdownTable(
    [
      { heading: 'bar', align: 'left', cell: ({ what }) => what },
      { heading: 'measured', cell: ({ figure, unit }) => quantity(figure, unit) },
      { heading: 'promised', cell: promised },
      { heading: 'held', align: 'left', cell: (bar) => (holds(bar) ? 'yes' : '**no**') },
    ],
    bars,
  );
}

/** One line a bar, for people at a terminal. */
export function printBars(bars: readonly Bar[]): void {
  for (const bar of bars) {
    const { what, figure, unit } = bar;
    const verdict = holds(bar) ? 'held    ' : 'NOT HELD';
    console.log(`${verdict}  ${what}: ${quantity(figure, unit)} (${promised(bar)})`);
  }
}

function promised({ limit, unit }: Bar): string {
  return 'atMost' in limit
    ? `at most ${quantity(limit.atMost, unit)}`
    : `at least ${quantity(limit.atLeast, unit)}`;
}

/** Three digits say all that a noisy machine knows. */
function quantity(value: number, unit: string): string {
  const digits = Math.abs(value) >= 100 ? 0 : Math.abs(value) >= 10 ? 1 : 2;
  const number = Number(value.toFixed(digits));
  return `${number}${unit.length > 1 ? ' ' : ''}${unit}`;
}
