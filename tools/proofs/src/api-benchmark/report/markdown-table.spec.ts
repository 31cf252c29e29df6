import { markdownTable } from './markdown-table';

describe('a Markdown table', () => {
  const columns = [
    { heading: 'server', align: 'left' as const, cell: ({ name }: Row) => name },
    { heading: 'CPU', cell: ({ cpu }: Row) => cpu.toFixed(1) },
  ];
  interface Row {
    name: string;
    cpu: number;
  }

  it('has a heading, the alignment and a line for each row', () => {
    expect(markdownTable(columns, [{ name: 'floor', cpu: 1 }])).toBe(
      '| server | CPU |\n| --- | ---: |\n| floor | 1.0 |',
    );
  });

  it('keeps a cell in one piece that has the separator in it', () => {
    expect(markdownTable(columns, [{ name: 'a|b', cpu: 2 }])).toContain('| a\\|b | 2.0 |');
  });
});
