import type { HistogramSample } from './histogram-sample';
import type { BucketMap } from './duration-buckets';
import type { RequestSeries } from './request-tally';
import type { Sample } from './sample';

export type Labels = Readonly<Record<string, string>>;

/** How many there are of each set of labels. */
export function countsBy(all: readonly RequestSeries[], labelsOf: LabelsOf): Sample[] {
  return grouped(all, labelsOf).map(({ labels, series }) => ({
    labels,
    value: total(series.flatMap(({ counts }) => counts)),
  }));
}

/** How long those of each set of labels took. */
export function durationsBy(
  all: readonly RequestSeries[],
  labelsOf: LabelsOf,
  map: BucketMap,
): HistogramSample[] {
  return grouped(all, labelsOf).map(({ labels, series }) => {
    const counts = map.empty();
    const exemplars: NonNullable<RequestSeries['exemplars']> = [];
    for (const one of series) {
      map.addCounts(counts, one.counts);
      if (one.exemplars !== undefined) map.addExemplars(exemplars, one.exemplars);
    }
    return { labels, counts, sum: total(series.map(({ sum }) => sum)), exemplars };
  });
}

function grouped(
  all: readonly RequestSeries[],
  labelsOf: LabelsOf,
): { labels: Labels; series: RequestSeries[] }[] {
  const groups = new Map<string, { labels: Labels; series: RequestSeries[] }>();
  const known = knownLabels(labelsOf);
  for (const series of all) {
    let found = known.get(series);
    if (found === undefined) {
      const labels = labelsOf(series);
      found = { labels, key: JSON.stringify(labels) };
      known.set(series, found);
    }
    const { labels, key } = found;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, { labels, series: [series] });
    else group.series.push(series);
  }
  return [...groups.values()];
}

type LabelsOf = (series: RequestSeries) => Labels;
type Labelled = WeakMap<RequestSeries, { readonly labels: Labels; readonly key: string }>;

/** Those of each series, which are the same at each reading. */
const labelled = new WeakMap<LabelsOf, Labelled>();

function knownLabels(labelsOf: LabelsOf): Labelled {
  const known = labelled.get(labelsOf) ?? new WeakMap();
  labelled.set(labelsOf, known);
  return known;
}

function total(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}
