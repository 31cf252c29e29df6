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
  /** Why a failure is no fault of this host. */
  excuse?: string;
}

/** Scenarios that need not pass, by their name or the start of it, and why. */
export type Excuses = readonly { prefix: string; reason: string }[];

/** Judges a run: a required scenario must have passed, any other one must have passed or be excused. */
export function judge(
  required: readonly string[],
  results: SuiteResults,
  excuses: Excuses,
): ScenarioVerdict[] {
  const others = [...results.keys()].filter((name) => !required.includes(name));
  return [
    ...required.map((name) => verdictOf(name, true, results.get(name))),
    ...others.map((name) => ({
      ...verdictOf(name, false, results.get(name)),
      excuse: excuses.find(({ prefix }) => name.startsWith(prefix))?.reason,
    })),
  ];
}

export function isAcceptable({ outcome, excuse }: ScenarioVerdict): boolean {
  return outcome === 'pass' || excuse !== undefined;
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
