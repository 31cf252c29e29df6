import type { Result } from './client-commands';

/** Makes a result readable: a table of many, a line for each field of one. */
export function show(result: Result): string {
  const rows = Array.isArray(result) ? (result as readonly object[]) : undefined;
  if (rows === undefined)
    return aligned(Object.entries(result).map(([name, value]) => [name, textOf(value)]));
  const [first] = rows;
  if (first === undefined) return 'There are none.';
  const names = Object.keys(first);
  const cells = rows.map((row) => names.map((name) => textOf(row[name as keyof typeof row])));
  return aligned([names, ...cells]);
}

function textOf(value: unknown): string {
  if (value === null) return '-';
  if (typeof value === 'string') return value;
  if (!Array.isArray(value)) return JSON.stringify(value);
  const texts = value.map(textOf);
  return texts.length === 0 ? '-' : texts.join(' ');
}

function aligned(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_cell, column) =>
    Math.max(...rows.map((row) => row[column]?.length ?? 0)),
  );
  return rows
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}
