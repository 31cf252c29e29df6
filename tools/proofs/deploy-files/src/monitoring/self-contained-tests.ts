import { parse, stringify } from 'yaml';
import { textOf } from '../workspace';
import { alerts, testFiles } from './rule-files';

interface RuleFile {
  readonly groups: { name: string; rules: { alert: string; expr: string }[] }[];
}

interface TestCase {
  alert_rule_test?: { alertname: string; exp_alerts: { exp_labels: object }[] }[];
}

/**
 * The tests of the alerts that differ where nothing is recorded, for the rules of that kind. Without
 * the summaries, since a rate over an hour differs in its last digits from a mean of rates.
 *
 * @returns `RULES` stands for the file of the rules
 */
export function selfContainedTests(text: string): { rules: string; tests: string } {
  const { groups } = parse(text) as RuleFile;
  const before = new Map(alerts.map(({ alert, expr }) => [alert, expr]));
  const differing = groups
    .map(({ name, rules }) => ({
      name,
      rules: rules
        .filter(({ alert, expr }) => expr !== before.get(alert))
        .map((rule) => ({ ...rule, annotations: undefined })),
    }))
    .filter(({ rules }) => rules.length > 0);
  const names = new Set(differing.flatMap(({ rules }) => rules.map(({ alert }) => alert)));
  const tests = testFiles
    // All as text: `0x30` is thirty times a zero.
    .flatMap((file) => parse(textOf(file), { schema: 'failsafe' }) as { tests: TestCase[] })
    .flatMap((file) => file.tests)
    .flatMap(({ alert_rule_test: cases = [], ...series }) => {
      const own = cases
        .filter(({ alertname }) => names.has(alertname))
        .map((one) => ({
          ...one,
          exp_alerts: one.exp_alerts.map(({ exp_labels }) => ({ exp_labels })),
        }));
      return own.length === 0 ? [] : [{ ...series, alert_rule_test: own }];
    });
  const evaluation_interval = '2m';
  return {
    rules: stringify({ groups: differing }),
    tests: stringify({ rule_files: ['RULES'], evaluation_interval, tests }),
  };
}
