import { parseRules } from '../rules/parse-rules';
import type { Rules, TargetRules } from '../rules/rules';
import { rulesFaultText } from '../rules/rules-fault';

/** The rules of a text that has no faults. */
export function rulesOf(text: string, now = Date.UTC(2020, 0, 1)): Rules {
  const { rules, faults } = parseRules(text, { now });
  if (rules === undefined) throw new Error(faults.map((f) => rulesFaultText('', f)).join('\n'));
  return rules;
}

/** One target on ECS with the given settings, each a line of YAML. */
export function targetOf(...settings: string[]): TargetRules {
  const lines = ['platform: ecs', 'cluster: example', 'service: api', ...settings];
  if (!settings.some((line) => line.startsWith('on_hours'))) {
    lines.push('on_hours: { min: 2, desired: 3, max: 10 }');
  }
  const text = `targets:\n  - name: api\n${lines.map((line) => `    ${line}\n`).join('')}`;
  const [target] = rulesOf(text).targets;
  if (target === undefined) throw new Error('no target');
  return target;
}
