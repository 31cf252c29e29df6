import { textOf } from '../workspace';
import { selectorsIn } from './expressions';
import { recordedLabels } from './rule-files';

/** The labels that Prometheus gives to whatever it scrapes. */
const OF_TARGET = ['job', 'instance'];

/** Made by Prometheus itself. */
const OF_PROMETHEUS: readonly (readonly [string, readonly string[]])[] = [
  ['up', []],
  ['ALERTS', ['alertname', 'alertstate', 'severity']],
];

/** The series that there are, with their labels: those of the table in the docs, which a scrape is held to. */
const known: ReadonlyMap<string, ReadonlySet<string>> = new Map([
  ...OF_PROMETHEUS.map(([name, labels]) => [name, new Set([...labels, ...OF_TARGET])] as const),
  ...documented(),
  ...recordedLabels.map(([name, labels]) => [name, new Set(labels)] as const),
]);

/** What an expression asks for that nobody has: a series, or a label of it. */
export function unknownIn(expression: string): string[] {
  const selectors = selectorsIn(expression);
  const labels = new Set(selectors.flatMap(({ series }) => [...(labelsOf(series) ?? [])]));
  return selectors.flatMap(({ series, matched, grouped }) => {
    const own = labelsOf(series);
    if (own === undefined) return [series];
    return [
      ...matched.filter((label) => !own.has(label)).map((label) => `${series}{${label}}`),
      ...grouped.filter((label) => !labels.has(label)).map((label) => `by (${label})`),
    ];
  });
}

function labelsOf(series: string): ReadonlySet<string> | undefined {
  const ofHistogram = known.get(series.replace(/_(bucket|sum|count)$/, ''));
  return known.get(series) ?? ofHistogram;
}

function documented(): (readonly [string, ReadonlySet<string>])[] {
  const rows = textOf('docs/operate/metrics.md').matchAll(/^\| `(\w+)`\s*\| \w+\s*\| ([^|]*)\|/gm);
  return [...rows].map(([, name, labels]) => [
    name!,
    new Set([...[...labels!.matchAll(/`(\w+)`/g)].map(([, label]) => label!), 'le', ...OF_TARGET]),
  ]);
}
