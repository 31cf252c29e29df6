import { withTimeout } from '@repo/foundation';
import type { FactoryProvider, Type } from '@nestjs/common';
import { getOrCreateMetric, getToken } from '@willsoto/nestjs-prometheus';
import type { Aggregator, Counter, Gauge } from 'prom-client';

/** Milliseconds that somebody who reads the metrics waits for a source: it may hang. */
const COLLECT_TIMEOUT_MS = 500;
/** Milliseconds for which the last known values are told while their source does not answer. */
const LAST_KNOWN_MS = 5 * 60_000;

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
  /**
   * Where it fails or takes over half a second, the metric has the values from before, for five
   * minutes, and all others have theirs. What comes late is told at the next reading; until it has
   * come, or failed, it is not asked for again.
   */
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
      const latest = new LatestSamples(() => Promise.resolve(known).then(collect));
      const write = async () => {
        const samples = await latest.read();
        metric.reset();
        for (const { labels = {}, value } of samples) metric.inc(labels, value);
      };
      // The registry is the process's: of several applications in it, as in tests, the last is asked.
      return Object.assign(metric, { collect: write });
    },
  };
}

/** What a source said last. One question to it is under way at a time. */
class LatestSamples {
  private samples: readonly Sample[] = [];
  /** By `performance.now()`. */
  private knownAt = -Infinity;
  private underWay: Promise<void> | undefined;

  constructor(private readonly collect: () => Promise<readonly Sample[]>) {}

  async read(): Promise<readonly Sample[]> {
    this.underWay ??= this.ask();
    await withTimeout(COLLECT_TIMEOUT_MS, this.underWay, () => undefined);
    return performance.now() - this.knownAt < LAST_KNOWN_MS ? this.samples : [];
  }

  private async ask(): Promise<void> {
    try {
      this.samples = await this.collect();
      this.knownAt = performance.now();
    } catch {
      // The values from before hold for a while.
    } finally {
      this.underWay = undefined;
    }
  }
}
