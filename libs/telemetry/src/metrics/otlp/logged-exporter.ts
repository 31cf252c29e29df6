import type { ExportResult } from '@opentelemetry/core';
import type { PushMetricExporter, ResourceMetrics } from '@opentelemetry/sdk-metrics';
import type { Logger } from '@nestjs/common';

/** `ExportResultCode.SUCCESS`; the enum itself would load the package. */
const SUCCESS: ExportResult['code'] = 0;

/** Logs once that the receiver is away, and once that it is back; nothing is lost, as sums go on. */
export class LoggedExporter implements PushMetricExporter {
  private isAway = false;

  constructor(
    private readonly receiver: PushMetricExporter,
    private readonly logger: Pick<Logger, 'log' | 'warn'>,
  ) {}

  export(metrics: ResourceMetrics, done: (result: ExportResult) => void): void {
    this.receiver.export(metrics, (result) => {
      this.note(result);
      // The reader would report each one that fails.
      done({ code: SUCCESS });
    });
  }

  forceFlush(): Promise<void> {
    return this.receiver.forceFlush();
  }

  shutdown(): Promise<void> {
    return this.receiver.shutdown();
  }

  private note({ code, error }: ExportResult): void {
    if (code === SUCCESS) {
      if (this.isAway) this.logger.log('Metrics are sent again.');
      this.isAway = false;
    } else if (!this.isAway) {
      this.isAway = true;
      const why = error?.message ?? 'no reason given';
      this.logger.warn(`Metrics cannot be sent (${why}). Calls go on, and sums are sent later.`);
    }
  }
}
