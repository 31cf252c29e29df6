export type Row = readonly [name: string, value: number | string];

export function counted(texts: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const text of texts.toSorted()) counts.set(text, (counts.get(text) ?? 0) + 1);
  return counts;
}

export function table(rows: readonly Row[]): string {
  return rows.map(([name, value]) => `${String(value).padStart(8)}  ${name}`).join('\n');
}
