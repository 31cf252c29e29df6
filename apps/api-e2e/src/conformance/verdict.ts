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
  /** `absent`: the scenario broke off, or was not run at all. */
  outcome: 'pass' | 'fail' | 'absent';
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

/** Each has to pass, required or not. */
export function isAcceptable({ outcome }: ScenarioVerdict): boolean {
  return outcome === 'pass';
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
  // A scenario that checked nothing has shown nothing.
  const outcome = checks === undefined || passed + failures.length === 0 ? 'absent' : undefined;
  return {
    scenario,
    required,
    outcome: outcome ?? (failures.length === 0 ? 'pass' : 'fail'),
    passed,
    warnings: those('WARNING').map(explain),
    failures,
  };
}

function explain({ name, description, errorMessage }: Check): string {
  return `${name}: ${errorMessage ?? description}`;
}
