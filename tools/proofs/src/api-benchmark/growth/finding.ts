import type { BenchOptions } from '../options';
import type { Bar } from '../report/bar';

/** What one part of the growth benchmark found. */
export interface Finding {
  readonly heading: string;
  /** Markdown. */
  readonly text: string;
  readonly bars: readonly Bar[];
}

export type GrowthPart = (options: BenchOptions) => Promise<Finding>;
