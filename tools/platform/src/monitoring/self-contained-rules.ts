import { parse, stringify } from 'yaml';

interface Rule {
  readonly record?: string;
  readonly alert?: string;
  readonly expr: string;
}

interface RuleFile {
  readonly groups: readonly { readonly name: string; readonly rules: readonly Rule[] }[];
}

/**
 * The alerts of Prometheus without anything recorded, for what evaluates alerts and records nothing,
 * as Cloud Monitoring: what a recorded name stands for takes its place.
 *
 * @param recording the files with recording rules, those that others ask for first
 * @param alerts the file with the alerts
 */
export function selfContainedRules(recording: readonly string[], alerts: string): string {
  const recorded = new Map<string, string>();
  for (const { record, expr } of recording.flatMap(rulesOf)) {
    if (record !== undefined) recorded.set(record, inlined(expr, recorded));
  }
  const { groups } = parse(alerts) as RuleFile;
  const whole = groups.map((group) => ({
    ...group,
    rules: group.rules.map((rule) => ({ ...rule, expr: inlined(rule.expr, recorded) })),
  }));
  return stringify({ groups: whole }, { lineWidth: 0 });
}

function rulesOf(text: string): readonly Rule[] {
  return (parse(text) as RuleFile).groups.flatMap(({ rules }) => rules);
}

/** The window of the rates that are recorded. */
const RECORDED_WINDOW = '[5m]';

/** What is summed or averaged over a longer window is a rate over that window at once. */
function inlined(expr: string, recorded: ReadonlyMap<string, string>): string {
  return expr
    .replace(/(?:sum|avg)_over_time\((\w+:[\w:]+)(\[\w+\])\)/g, (_, name: string, window: string) =>
      inWindow(meaningOf(name, recorded), window),
    )
    .replace(/(?<![\w:])\w+:[\w:]+/g, (name) => `(${meaningOf(name, recorded)})`);
}

function inWindow(meaning: string, window: string): string {
  return `(${meaning.replaceAll(RECORDED_WINDOW, window)})`;
}

function meaningOf(name: string, recorded: ReadonlyMap<string, string>): string {
  const meaning = recorded.get(name);
  if (meaning === undefined) throw new Error(`No rule before it records ${name}.`);
  return meaning;
}
