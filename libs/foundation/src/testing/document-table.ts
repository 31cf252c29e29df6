import { readFileSync, writeFileSync } from 'node:fs';

/** A table of a document that a test has measured. */
export interface DocumentTable {
  /** Whether the document says the same. With `WRITE_DOCS` it is made to. */
  matches(): boolean;
  /** Writes the table where `WRITE_DOCS` says so: figures are others each time. */
  write(): void;
}

/**
 * The table between `<!-- bench:name -->` and `<!-- /bench:name -->` of a Markdown file.
 *
 * @throws {Error} the document has not both markers, in this order
 */
export function documentTable(
  file: string,
  name: string,
  heading: readonly string[],
  rows: readonly (readonly string[])[],
): DocumentTable {
  const [opening, closing] = [`<!-- bench:${name} -->`, `<!-- /bench:${name} -->`];
  const document = readFileSync(file, 'utf8');
  const start = document.indexOf(opening) + opening.length;
  const end = document.indexOf(closing, start);
  if (start < opening.length || end === -1) {
    throw new Error(`${file} has no ${opening} followed by ${closing}: add both lines.`);
  }
  const text = tableOf(heading, rows);
  const write = () => {
    if (!process.env['WRITE_DOCS']) return;
    writeFileSync(file, `${document.slice(0, start)}\n\n${text}\n\n${document.slice(end)}`);
  };
  return {
    write,
    matches: () => {
      write();
      return Boolean(process.env['WRITE_DOCS']) || document.slice(start, end).trim() === text;
    },
  };
}

/** As Prettier formats it. */
function tableOf(heading: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = heading.map((title, column) =>
    Math.max(3, title.length, ...rows.map((row) => row[column]?.length ?? 0)),
  );
  const line = (cells: readonly string[]) =>
    `| ${widths.map((width, column) => (cells[column] ?? '').padEnd(width)).join(' | ')} |`;
  const rule = `| ${widths.map((width) => '-'.repeat(width)).join(' | ')} |`;
  return [line(heading), rule, ...rows.map(line)].join('\n');
}
