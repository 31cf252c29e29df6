import { type Outcome, type Step, STEP_NAMES } from './fork-steps';
import { type ForkCase, optionsOf } from './fork-case';

const COLUMNS = ['platforms', 'name', 'options', 'files', 'lines', ...STEP_NAMES, 'old name'];
const KEY_CELLS = 3;

/** What came of one fork. */
export interface ForkResult {
  readonly one: ForkCase;
  readonly files: number;
  readonly lines: number;
  readonly outcomes: ReadonlyMap<Step, Outcome>;
  readonly hasOldName: boolean;
}

/** @param former its row, whose outcomes of other steps stay */
const rowOf = (result: ForkResult, former: readonly string[] = []): string[] => {
  const { one, files, lines, outcomes, hasOldName } = result;
  return [
    ...[one.platforms, one.name, optionsOf(one), String(files), String(lines)],
    ...STEP_NAMES.map((step) => outcomes.get(step) ?? former[COLUMNS.indexOf(step)] ?? '–'),
    hasOldName ? 'found' : 'nowhere',
  ];
};

const keyOf = (cells: readonly string[]) => cells.slice(0, KEY_CELLS).join(' ');

/**
 * The table of all cases, in their order.
 *
 * @param former the table as it stands in the document, whose rows of other cases, and other steps, stay
 */
export function forkTable(
  cases: readonly ForkCase[],
  former: string,
  results: readonly ForkResult[],
): string {
  const before = former.split('\n').filter((line) => line.startsWith('|'));
  const cells = before.map((line) =>
    line
      .slice(1, -1)
      .split('|')
      .map((cell) => cell.trim()),
  );
  const sound = cells.filter((row) => row.length === COLUMNS.length);
  const byKey = new Map(sound.map((row) => [keyOf(row), row]));
  for (const result of results) {
    const key = keyOf(rowOf(result));
    byKey.set(key, rowOf(result, byKey.get(key)));
  }
  const known = cases.map((one) => byKey.get(keyOf([one.platforms, one.name, optionsOf(one)])));
  const shown = [COLUMNS, COLUMNS.map(() => '---'), ...known.filter((row) => row !== undefined)];
  return shown.map((row) => `| ${row.join(' | ')} |`).join('\n');
}
