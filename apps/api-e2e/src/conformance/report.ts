import { isAcceptable, type ScenarioVerdict } from './verdict';

/** The verdicts of one revision as a table, each failure and warning under its scenario. */
export function table(verdicts: readonly ScenarioVerdict[]): string {
  const width = Math.max(...verdicts.map(({ scenario }) => scenario.length));
  return verdicts.flatMap((verdict) => rows(verdict, width)).join('\n');
}

export function summary(revision: string, verdicts: readonly ScenarioVerdict[]): string {
  const required = verdicts.filter((verdict) => verdict.required);
  const others = verdicts.filter((verdict) => !verdict.required);
  const passing = (list: readonly ScenarioVerdict[]) =>
    `${list.filter(({ outcome }) => outcome === 'pass').length}/${list.length}`;
  return `${revision}: ${passing(required)} required, ${passing(others)} unscored`;
}

function rows(verdict: ScenarioVerdict, width: number): string[] {
  const { scenario, required, outcome, passed } = verdict;
  const row = [
    isAcceptable(verdict) ? ' ' : '!',
    scenario.padEnd(width),
    required ? 'required' : 'unscored',
    outcome.padEnd(7),
    `${passed} checks`,
  ].join('  ');
  return [
    row,
    ...verdict.failures.map((failure) => `     failed: ${failure}`),
    ...verdict.warnings.map((warning) => `     warned: ${warning}`),
  ];
}
