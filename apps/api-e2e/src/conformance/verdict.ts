/** One check of a scenario, as the suite writes it into `checks.json`. */
export interface Check {
  name: string;
  description: string;
  status: 'SUCCESS' | 'FAILURE' | 'WARNING' | 'SKIPPED' | 'INFO';
  errorMessage?: string;
}

/** The checks of each scenario that left a result. */
export type SuiteResults = ReadonlyMap<string, readonly Check[]>;

export interface ScenarioVerdict {
  scenario: string;
  required: boolean;
  /**
   * `absent`: the scenario broke off, or was not run at all. `skipped`: the suite itself checks nothing
   * in it, against any server.
   */
  outcome: 'pass' | 'fail' | 'absent' | 'skipped';
  passed: number;
  warnings: string[];
  failures: string[];
}

/** Judges a run: the scenarios that are required, and the others that it has. */
export function judge(required: readonly string[], results: SuiteResults): ScenarioVerdict[] {
  const others = [...results.keys()].filter((name) => !required.includes(name));
  return [
    ...required.map((name) => verdictOf(name, true, results.get(name))),
    ...others.map((name) => verdictOf(name, false, results.get(name))),
  ];
}

/** Each has to pass, required or not; but one that is not required may be empty. */
export function isAcceptable({ outcome, required }: ScenarioVerdict): boolean {
  return outcome === 'pass' || (outcome === 'skipped' && !required);
}

function verdictOf(
  scenario: string,
  required: boolean,
  checks: readonly Check[] | undefined,
): ScenarioVerdict {
  const those = (status: Check['status']) =>
    (checks ?? []).filter((check) => check.status === status);
  const failures = those('FAILURE').map(explain);
  const passed = those('SUCCESS').length;
  return {
    scenario,
    required,
    outcome: outcomeOf(checks, passed, failures.length),
    passed,
    warnings: those('WARNING').map(explain),
    failures,
  };
}

function outcomeOf(
  checks: readonly Check[] | undefined,
  passed: number,
  failed: number,
): ScenarioVerdict['outcome'] {
  if (failed > 0) return 'fail';
  if (passed > 0) return 'pass';
  // A scenario that checked nothing has shown nothing.
  if (checks === undefined || checks.length === 0) return 'absent';
  return checks.every(({ status }) => status === 'SKIPPED') ? 'skipped' : 'absent';
}

function explain({ name, description, errorMessage }: Check): string {
  return `${name}: ${errorMessage ?? description}`;
}
