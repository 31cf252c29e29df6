import { type Outcome, type Step, STEP_NAMES } from './fork-steps';
import type { ForkCase } from './fork-case';

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

const rowOf = ({ one, files, lines, outcomes, hasOldName }: ForkResult): string[] => [
  ...[one.platforms, one.name, one.options.join(' '), String(files), String(lines)],
  ...STEP_NAMES.map((step) => outcomes.get(step) ?? '–'),
  hasOldName ? 'found' : 'nowhere',
];

const keyOf = (cells: readonly string[]) => cells.slice(0, KEY_CELLS).join(' ');

/**
 * The table of all cases, in their order.
 *
 * @param former the table as it stands in the document, whose rows of other cases stay
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
  const rows = [...cells.filter((row) => row.length === COLUMNS.length), ...results.map(rowOf)];
  const byKey = new Map(rows.map((row) => [keyOf(row), row]));
  const known = cases.map(({ platforms, name, options }) =>
    byKey.get(keyOf([platforms, name, options.join(' ')])),
  );
  const shown = [COLUMNS, COLUMNS.map(() => '---'), ...known.filter((row) => row !== undefined)];
  return shown.map((row) => `| ${row.join(' | ')} |`).join('\n');
}
