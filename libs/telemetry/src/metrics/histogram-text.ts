import type { HistogramSample } from './histogram-sample';

/**
 * A histogram as Prometheus reads it. With a thousand tools it has 20,000 lines: formatted here, since
 * prom-client takes ten times as long for that, in which nothing else runs.
 */
export function histogramText(
  { name, help }: { readonly name: string; readonly help: string },
  bounds: readonly number[],
  samples: readonly HistogramSample[],
  withExemplars: boolean,
): string {
  const lines = [`# HELP ${name} ${help}`, `# TYPE ${name} histogram`];
  const buckets = [...bounds, '+Inf'].map((bound) => `${name}_bucket{le="${bound}"`);
  for (const { labels, counts, sum, exemplars } of samples) {
    const shared = Object.entries(labels)
      .map(([label, value]) => `${label}="${escaped(value)}"`)
      .join(',');
    const end = shared === '' ? '}' : `,${shared}}`;
    const whole = shared === '' ? '' : `{${shared}}`;
    let count = 0;
    counts.forEach((inBucket, at) => {
      count += inBucket;
      const exemplar = withExemplars ? exemplars?.[at] : undefined;
      const point = exemplar
        ? ` # {trace_id="${exemplar.labelSet.trace_id}"} ${exemplar.value} ${exemplar.timestamp}`
        : '';
      lines.push(`${buckets[at]}${end} ${count}${point}`);
    });
    lines.push(`${name}_sum${whole} ${sum}`, `${name}_count${whole} ${count}`);
  }
  return lines.join('\n');
}

function escaped(value: string): string {
  return /[\\\n"]/.test(value)
    ? value.replace(/\\/g, '\\\\').replace(/\n/g, '\\n').replace(/"/g, '\\"')
    : value;
}
