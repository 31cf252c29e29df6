import type { ProcessOrder, ProcessSize } from '@repo/scaling';
import type { MetricsFormat, MetricsSnapshot } from '@repo/telemetry';
import type { StartReport } from '../start-report';

/** What a worker process tells the primary. */
export type WorkerMessage =
  /** It takes connections. The primary logs the report once for all. */
  | { readonly type: 'listening'; readonly start: StartReport }
  /** It takes no more, and ends when it has finished what it has. */
  | { readonly type: 'draining' }
  /** What it has logged as `fatal`: why it is about to end. */
  | { readonly type: 'fatal'; readonly text: string }
  /** Its metrics: of its own accord, or as the answer to `collect`. */
  | { readonly type: 'metrics'; readonly metrics: MetricsSnapshot; readonly requestId?: number }
  /** It asks for the metrics of all. */
  | {
      readonly type: 'ask-metrics';
      readonly format: MetricsFormat;
      readonly requestId: number;
    }
  /** It hands on what it was ordered over HTTP. */
  | { readonly type: 'order'; readonly order: ProcessOrder; readonly requestId: number };

/** What the primary tells a worker process. */
export type PrimaryMessage =
  /** How many there are: after each change, and as the answer to an order. */
  | { readonly type: 'size'; readonly size: ProcessSize; readonly requestId?: number }
  | { readonly type: 'collect'; readonly requestId: number }
  /** The metrics of all; none where they could not be had. */
  | { readonly type: 'all-metrics'; readonly text?: string; readonly requestId: number }
  /** The whole api is about to stop: say so to those who ask whether it is ready. */
  | { readonly type: 'unready' }
  | { readonly type: 'stop' }
  /** Cut off the calls that still run. */
  | { readonly type: 'force' };
