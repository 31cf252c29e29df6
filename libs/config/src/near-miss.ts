/** Shorter names are too close to what every system sets (`PORTS`, `HOSTS`). */
const shortestName = 6;
/** From this length on two slips are still no accident; below, only one is. */
const longName = 10;

/**
 * The known name that an unknown one was probably meant to be: the same letters in another case or
 * grouping, or a slip or two away. Conservative: it must not raise an alarm on other software's names.
 */
export function nearMiss(name: string, known: readonly string[]): string | undefined {
  if (name.length < shortestName || known.includes(name)) return undefined;
  return known.find(
    (candidate) =>
      candidate.length >= shortestName &&
      (letters(name) === letters(candidate) || isSlip(name, candidate)),
  );
}

function letters(name: string): string {
  return name.toUpperCase().replaceAll('_', '');
}

function isSlip(name: string, candidate: string): boolean {
  const slips = candidate.length >= longName ? 2 : 1;
  return (
    Math.abs(name.length - candidate.length) <= slips &&
    levenshtein(name, candidate, slips) <= slips
  );
}

/**
 * The least number of characters to insert, delete or replace, by Wagner and Fischer's rows; or any
 * number above `most`, which is known after a few of them: every start pays for this.
 */
function levenshtein(left: string, right: string, most: number): number {
  let row = Array.from({ length: right.length + 1 }, (_, column) => column);
  for (const [index, character] of [...left].entries()) {
    const next = [index + 1];
    for (const [column, other] of [...right].entries()) {
      const replaced = (row[column] ?? 0) + (character === other ? 0 : 1);
      next.push(Math.min(replaced, (row[column + 1] ?? 0) + 1, (next[column] ?? 0) + 1));
    }
    row = next;
    if (Math.min(...row) > most) return most + 1;
  }
  return row[right.length] ?? 0;
}
