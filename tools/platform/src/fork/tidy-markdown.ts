/**
 * Markdown as Prettier has it, once lines of it are gone: columns of tables as wide as their widest
 * cell, one empty line between blocks, none at the end. Else `npm run format` would edit files of the
 * platform in a fork.
 */
export function tidyMarkdown(text: string): string {
  const tidied: string[] = [];
  let table: string[] = [];
  let fence: string | undefined;
  const flush = () => {
    tidied.push(...paddedTable(table));
    table = [];
  };
  for (const line of text.trimEnd().split('\n')) {
    const [, opened] = /^\s*(```+|~~~+)/.exec(line) ?? [];
    if (opened !== undefined && (fence === undefined || line.trim() === fence)) {
      fence = fence === undefined ? opened : undefined;
    }
    if (fence === undefined && line.trimStart().startsWith('|')) {
      table.push(line);
      continue;
    }
    flush();
    const repeatsEmptyLine = line === '' && tidied.at(-1) === '';
    if (fence !== undefined || !repeatsEmptyLine) tidied.push(line);
  }
  flush();
  return `${tidied.join('\n')}\n`;
}

const DELIMITER = /^:?-+:?$/;

function paddedTable(lines: readonly string[]): string[] {
  const [margin = ''] = /^ */.exec(lines[0] ?? '') ?? [];
  const rows = lines.map((line) =>
    line
      .trim()
      .slice(1, -1)
      .split(/(?<!\\)\|/)
      .map((cell) => cell.trim()),
  );
  const delimiters = rows[1] ?? [];
  const widths = delimiters.map((_, column) =>
    Math.max(3, ...rows.flatMap((row) => (row === delimiters ? [] : [width(row[column] ?? '')]))),
  );
  return rows.map((row) => {
    const cells = row.map((cell, column) =>
      row === delimiters && DELIMITER.test(cell)
        ? delimiter(cell, widths[column]!)
        : padded(cell, delimiters[column] ?? '', widths[column] ?? 0),
    );
    return `${margin}| ${cells.join(' | ')} |`;
  });
}

const width = (cell: string) => [...cell].length;

const delimiter = (cell: string, size: number) =>
  `${cell.startsWith(':') ? ':' : '-'}${'-'.repeat(size - 2)}${cell.endsWith(':') ? ':' : '-'}`;

function padded(cell: string, alignment: string, size: number): string {
  const free = size - width(cell);
  const before = !alignment.endsWith(':') ? 0 : alignment.startsWith(':') ? free >> 1 : free;
  return ' '.repeat(before) + cell + ' '.repeat(free - before);
}
