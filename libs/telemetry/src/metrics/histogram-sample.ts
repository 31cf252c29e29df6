/** A call that stands for those of its bucket (OpenMetrics 1.0, exemplars). */
export interface Exemplar {
  readonly labelSet: { readonly trace_id: string };
  readonly value: number;
  /** Seconds since 1970. */
  readonly timestamp: number;
}

/** What a histogram knows of one set of labels. */
export interface HistogramSample {
  readonly labels: Readonly<Record<string, string>>;
  /** How many lie in each bucket alone; behind the last bound one more. */
  readonly counts: readonly number[];
  readonly sum: number;
  /** By bucket; null where it went through JSON. */
  readonly exemplars?: readonly (Exemplar | null | undefined)[];
}

/** Adds up what several processes know. Of the exemplars of a bucket the newest stays. */
export function mergeSamples(samples: readonly HistogramSample[]): HistogramSample[] {
  const merged = new Map<string, HistogramSample>();
  for (const sample of samples) {
    const key = JSON.stringify(sample.labels);
    const known = merged.get(key);
    merged.set(key, known === undefined ? sample : mergeTwo(known, sample));
  }
  return [...merged.values()];
}

function mergeTwo(a: HistogramSample, b: HistogramSample): HistogramSample {
  return {
    labels: a.labels,
    counts: a.counts.map((count, at) => count + (b.counts[at] ?? 0)),
    sum: a.sum + b.sum,
    exemplars: a.counts.map((_, at) => newer(a.exemplars?.[at], b.exemplars?.[at])),
  };
}

export function newer(
  a: Exemplar | null | undefined,
  b: Exemplar | null | undefined,
): Exemplar | undefined {
  if (!a || !b) return a ?? b ?? undefined;
  return a.timestamp > b.timestamp ? a : b;
}
