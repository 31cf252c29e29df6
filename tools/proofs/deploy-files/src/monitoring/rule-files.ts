import { parse } from 'yaml';
import { textOf } from '../workspace';

interface Rule {
  readonly record?: string;
  readonly alert?: string;
  readonly expr: string;
  readonly labels?: { readonly severity?: string };
  readonly annotations?: { readonly summary?: string; readonly runbook?: string };
}

const folder = 'deploy/monitoring/prometheus/rules';

export const ruleFiles = [`${folder}/recording.yml`, `${folder}/alerts.yml`];

export const rules: readonly Rule[] = ruleFiles.flatMap((file) => {
  const { groups } = parse(textOf(file)) as { groups: { rules: Rule[] }[] };
  return groups.flatMap(({ rules }) => rules);
});

/** The names that recording rules give. */
export const recorded = rules.flatMap(({ record }) => record ?? []);
