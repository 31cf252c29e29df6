import type { FactoryProvider, Type } from '@nestjs/common';
import { getOrCreateMetric, getToken } from '@willsoto/nestjs-prometheus';
import type { Counter, Gauge } from 'prom-client';

/** One value of a metric. */
export interface Sample {
  readonly labels?: Readonly<Record<string, string>>;
  readonly value: number;
}

export interface CollectedMetric<Source> {
  readonly name: string;
  readonly help: string;
  readonly labelNames?: readonly string[];
  /** The provider that knows the values. */
  readonly source: Type<Source>;
  /** Where it fails, the metric has no values, and all others have theirs. */
  readonly collect: (source: Source) => readonly Sample[] | Promise<readonly Sample[]>;
}

/**
 * Provides a metric whose values are asked for when somebody reads the metrics.
 *
 * @param type what it is to Prometheus: a counter only ever grows
 */
export function makeCollectedProvider<Source>(
  type: 'Counter' | 'Gauge',
  { name, help, labelNames = [], source, collect }: CollectedMetric<Source>,
): FactoryProvider {
  return {
    provide: getToken(name),
    inject: [source],
    useFactory: (known: Source) => {
      const metric = getOrCreateMetric(type, { name, help, labelNames }) as Counter | Gauge;
      const write = async () => {
        const samples = await Promise.resolve(known).then(collect).catch(none);
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
