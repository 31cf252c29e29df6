import { withTimeout } from '@repo/foundation';
import type { FactoryProvider, Type } from '@nestjs/common';
import { getOrCreateMetric, getToken } from '@willsoto/nestjs-prometheus';
import type { Aggregator, Counter, Gauge } from 'prom-client';

/** Milliseconds, below the 10 s that Prometheus waits: what is asked may hang. */
const COLLECT_TIMEOUT_MS = 3_000;

/** One value of a metric. */
export interface Sample {
  readonly labels?: Readonly<Record<string, string>>;
  readonly value: number;
}

export interface CollectedMetric<Source> {
  readonly name: string;
  readonly help: string;
  readonly labelNames?: readonly string[];
  /** How the values of several processes become one; by default they are added up. */
  readonly aggregator?: Aggregator;
  /** The provider that knows the values. */
  readonly source: Type<Source>;
  /** Where it fails or takes over 3 s, the metric has no values, and all others have theirs. */
  readonly collect: (source: Source) => readonly Sample[] | Promise<readonly Sample[]>;
}

/**
 * Provides a metric whose values are asked for when somebody reads the metrics.
 *
 * @param type what it is to Prometheus: a counter only ever grows
 */
export function makeCollectedProvider<Source>(
  type: 'Counter' | 'Gauge',
  { name, help, labelNames = [], aggregator = 'sum', source, collect }: CollectedMetric<Source>,
): FactoryProvider {
  return {
    provide: getToken(name),
    inject: [source],
    useFactory: (known: Source) => {
      const metric = getOrCreateMetric(type, {
        name,
        help,
        labelNames,
        aggregator,
      }) as Counter | Gauge;
      const write = async () => {
        const values = Promise.resolve(known).then(collect);
        const samples = await withTimeout(COLLECT_TIMEOUT_MS, values, none).catch(none);
        metric.reset();
        for (const { labels = {}, value } of samples) metric.inc(labels, value);
      };
      // The registry is the process's: of several applications in it, as in tests, the last is asked.
      return Object.assign(metric, { collect: write });
    },
  };
}

function none(): readonly Sample[] {
  return [];
}
