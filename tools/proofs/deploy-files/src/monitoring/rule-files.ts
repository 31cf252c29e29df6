import { parse } from 'yaml';
import { textOf } from '../workspace';

interface Rule {
  readonly record?: string;
  readonly alert?: string;
  readonly expr: string;
  readonly labels?: { readonly severity?: string };
  readonly annotations?: { readonly summary?: string; readonly runbook?: string };
}

const folder = 'deploy/monitoring/prometheus';

export const ruleFiles = ['recording', 'objectives', 'alerts'].map(
  (name) => `${folder}/rules/${name}.yml`,
);

export const testFiles = ['alerts', 'days'].map((name) => `${folder}/tests/${name}.test.yml`);

export const rules: readonly Rule[] = ruleFiles.flatMap((file) => {
  const { groups } = parse(textOf(file)) as { groups: { rules: Rule[] }[] };
  return groups.flatMap(({ rules }) => rules);
});

export const alerts = rules.filter(({ alert }) => alert !== undefined);

/** The labels of what they record: those that they group by, else those of what they ask for. */
export const recordedLabels: readonly (readonly [string, readonly string[]])[] = rules.flatMap(
  ({ record, expr }) => {
    if (record === undefined) return [];
    const [, labels] = /\bby \(([^)]*)\)/.exec(expr) ?? [];
    return [[record, labels?.match(/\w+/g)?.filter((label) => label !== 'le') ?? ['job']] as const];
  },
);

/** The alerts that some case of the tests expects to fire. */
export const testedAlerts = new Set(
  testFiles.flatMap((file) => {
    const { tests } = parse(textOf(file)) as { tests: AlertTest[] };
    return tests.flatMap(({ alert_rule_test: cases = [] }) =>
      cases.filter((one) => one.exp_alerts.length > 0).map(({ alertname }) => alertname),
    );
  }),
);

interface AlertTest {
  readonly alert_rule_test?: readonly {
    readonly alertname: string;
    readonly exp_alerts: readonly object[];
  }[];
}
