import type { HistogramSample } from './histogram-sample';
import type { BucketMap } from './duration-buckets';
import type { RequestSeries } from './request-tally';
import type { Sample } from './sample';

export type Labels = Readonly<Record<string, string>>;

/** How many there are of each set of labels. */
export function countsBy(
  all: readonly RequestSeries[],
  labelsOf: (series: RequestSeries) => Labels,
): Sample[] {
  return grouped(all, labelsOf).map(({ labels, series }) => ({
    labels,
    value: total(series.flatMap(({ counts }) => counts)),
  }));
}

/** How long those of each set of labels took. */
export function durationsBy(
  all: readonly RequestSeries[],
  labelsOf: (series: RequestSeries) => Labels,
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
  labelsOf: (series: RequestSeries) => Labels,
): { labels: Labels; series: RequestSeries[] }[] {
  const groups = new Map<string, { labels: Labels; series: RequestSeries[] }>();
  for (const series of all) {
    const labels = labelsOf(series);
    const key = JSON.stringify(labels);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, { labels, series: [series] });
    else group.series.push(series);
  }
  return [...groups.values()];
}

function total(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}
