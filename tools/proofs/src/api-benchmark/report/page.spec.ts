import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const PAGE = readFileSync(join(__dirname, '../../../../../docs/performance.md'), 'utf8');

/** The rows of the page's tables that have these headings, as objects. */
function rowsUnder(...headings: string[]): Record<string, string>[] {
  const cells = (line: string) =>
    line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim());
  const lines = PAGE.split('\n');
  return lines.flatMap((line, index) => {
    if (!line.startsWith('|') || !/^[|\s:-]+$/.test(lines[index + 1] ?? '')) return [];
    const names = cells(line);
    if (!headings.every((heading) => names.includes(heading))) return [];
    const end = lines.findIndex((later, at) => at > index + 1 && !later.startsWith('|'));
    return lines
      .slice(index + 2, end)
      .map((row) => Object.fromEntries(cells(row).map((cell, column) => [names[column], cell])));
  });
}

const bars = rowsUnder('bar', 'measured', 'promised', 'held');

describe('the page of figures', () => {
  it('has bars', () => expect(bars.length).toBeGreaterThan(20));

  it.each(bars)('says rightly whether this bar is held: $bar', ({ measured, promised, held }) => {
    const [, kind, limit] = /^at (most|least) (-?[\d.,]+)/.exec(promised!)!;
    const [figure, most] = [measured!, limit!].map((text) => parseFloat(text.replace(/,/g, '')));
    expect(kind === 'most' ? figure! <= most! : figure! >= most!).toBe(held === 'yes');
  });

  it.each([
    ['modern', 'CPU of a modern call, against the floor'],
    ['legacy', 'CPU of a legacy call without a session, against the floor'],
  ])('has the same ratio to the floor in its table and in its bar: %s', (era, name) => {
    const ours = rowsUnder('server', 'era', 'CPU × floor').find(
      (row) => row['era'] === era && row['server']?.startsWith('this api'),
    );
    const bar = bars.find((row) => row['bar'] === name);
    expect(parseFloat(bar?.['measured'] ?? '')).toBeCloseTo(Number(ours?.['CPU × floor']), 2);
  });
});
