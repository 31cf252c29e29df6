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
  const spelt = letters(name);
  return known.find(
    (candidate) =>
      candidate.length >= shortestName && (letters(candidate) === spelt || isSlip(name, candidate)),
  );
}

function letters(name: string): string {
  return name.toUpperCase().replaceAll('_', '');
}

function isSlip(name: string, candidate: string): boolean {
  const slips = candidate.length >= longName ? 2 : 1;
  return (
    Math.abs(name.length - candidate.length) <= slips &&
    hasPartOf(candidate, slips + 1, name) &&
    levenshtein(name, candidate) <= slips
  );
}

/**
 * Whether a name holds one of so many equal parts of another. Fewer slips than parts leave one of
 * them as it was, so this spares a start from measuring what is nothing like it.
 */
function hasPartOf(candidate: string, parts: number, name: string): boolean {
  const length = Math.ceil(candidate.length / parts);
  for (let start = 0; start < candidate.length; start += length) {
    if (name.includes(candidate.slice(start, start + length))) return true;
  }
  return false;
}

/** The least number of characters to insert, delete or replace, by Wagner and Fischer's rows. */
function levenshtein(left: string, right: string): number {
  let row = Array.from({ length: right.length + 1 }, (_, column) => column);
  for (const [index, character] of [...left].entries()) {
    const next = [index + 1];
    for (const [column, other] of [...right].entries()) {
      const replaced = (row[column] ?? 0) + (character === other ? 0 : 1);
      next.push(Math.min(replaced, (row[column + 1] ?? 0) + 1, (next[column] ?? 0) + 1));
    }
    row = next;
  }
  return row[right.length] ?? 0;
}
