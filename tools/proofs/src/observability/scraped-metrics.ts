/** A metric of a scrape, or of the table in the docs. */
export interface KnownMetric {
  readonly type: string;
  readonly labels: ReadonlySet<string>;
}

const SERIES = /^([A-Za-z_:][\w:]*)(?:\{(.*)\})? \S+$/;
const SUFFIX = /_(bucket|sum|count)$/;

/** The metrics of a text in the format of Prometheus, with all labels that any series of theirs has. */
export function readScrape(text: string): Map<string, KnownMetric> {
  const types = new Map(
    [...text.matchAll(/^# TYPE (\S+) (\S+)$/gm)].map(([, name, type]) => [name!, type!]),
  );
  const metrics = new Map<string, { type: string; labels: Set<string> }>();
  for (const line of text.split('\n')) {
    const [, series = '', labels = ''] = SERIES.exec(line) ?? [];
    const name = types.has(series) ? series : series.replace(SUFFIX, '');
    const type = types.get(name);
    if (type === undefined) continue;
    const known = metrics.get(name) ?? { type, labels: new Set<string>() };
    metrics.set(name, known);
    for (const [, label] of labels.matchAll(/\b(\w+)="(?:[^"\\]|\\.)*"/g)) {
      if (label !== 'le') known.labels.add(label!);
    }
  }
  return metrics;
}

/** Those of the table in `docs/operate/metrics.md`: name, type, labels, meaning. */
export function readTable(markdown: string): Map<string, KnownMetric> {
  const rows = markdown.matchAll(/^\| `(\w+)`\s*\| (\w+)\s*\| ([^|]*)\|/gm);
  return new Map(
    [...rows].map(([, name, type, labels]) => [
      name!,
      {
        type: type!,
        labels: new Set([...labels!.matchAll(/`(\w+)`/g)].map(([, label]) => label!)),
      },
    ]),
  );
}

/** What one has and the other has not, in a line each. */
export function differences(
  scraped: ReadonlyMap<string, KnownMetric>,
  documented: ReadonlyMap<string, KnownMetric>,
): string[] {
  const names = new Set([...scraped.keys(), ...documented.keys()]);
  return [...names].sort().flatMap((name) => {
    const [found, told] = [scraped.get(name), documented.get(name)];
    if (found === undefined) return [`${name} is in the table alone`];
    if (told === undefined) return [`${name} is scraped, and not in the table`];
    const labels = new Set([...found.labels, ...told.labels]);
    return [
      ...(found.type === told.type ? [] : [`${name} is a ${found.type}, not a ${told.type}`]),
      ...[...labels]
        .filter((label) => found.labels.has(label) !== told.labels.has(label))
        .map((label) =>
          found.labels.has(label)
            ? `${name} has the label ${label}, which the table lacks`
            : `${name} has no label ${label}`,
        ),
    ];
  });
}
