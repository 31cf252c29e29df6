import type { Clock } from '@repo/foundation';
import { reasonOf } from '../drivers/scaling.error';
import type { TargetRules } from '../rules/rules';
import { readMetrics } from './read-metrics';
import { type MetricsSample, workOf } from './work';

export interface DemandProbeOptions {
  /** Milliseconds for one look. Default: 3 s. */
  readonly timeout?: number;
  /** Why a target could not be asked: it goes down as if it were idle. */
  readonly onFault?: (target: string, reason: string) => void;
}

/** Asks targets whose hours are over whether they still work. */
export class DemandProbe {
  private readonly samples = new Map<string, MetricsSample>();

  constructor(
    private readonly clock: Clock,
    private readonly options: DemandProbeOptions = {},
  ) {}

  /**
   * What a target still works at, in words. It is asked only when it would go down otherwise.
   *
   * @returns undefined where it is idle, need not wait, or cannot be asked
   */
  async work({ name, calendar, stayWhileBusy }: TargetRules): Promise<string | undefined> {
    const now = this.clock.now();
    const isUp = calendar.at(now).up;
    if (stayWhileBusy === undefined || isUp) return this.forget(name);
    if (calendar.endedWithin(stayWhileBusy.limit, now) === undefined) return this.forget(name);
    try {
      const { timeout = 3_000 } = this.options;
      const sample = { at: now, ...(await readMetrics(stayWhileBusy.metricsUrl, timeout)) };
      const before = this.samples.get(name);
      this.samples.set(name, sample);
      return workOf(before, sample, stayWhileBusy);
    } catch (error) {
      this.options.onFault?.(name, reasonOf(error));
      return this.forget(name);
    }
  }

  private forget(name: string): undefined {
    this.samples.delete(name);
  }
}
