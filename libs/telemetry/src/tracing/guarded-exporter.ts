import type { ExportResult } from '@opentelemetry/core';
import type { ReadableSpan, SpanExporter } from '@opentelemetry/sdk-trace-base';
import type { RootLogger } from '../logging/create-logger';
import type { SecretMasker } from '../masking/secret-masker';
import { maskSpan } from './masked-span';

/** `ExportResultCode.SUCCESS` */
const SUCCESS = 0;

/** Masks what is sent, and logs once that the receiver is away and once that it is back. */
export class GuardedExporter implements SpanExporter {
  private isAway = false;
  private lost = 0;

  constructor(
    private readonly receiver: SpanExporter,
    private readonly mask: SecretMasker,
    private readonly logger: RootLogger,
  ) {}

  export(spans: ReadableSpan[], done: (result: ExportResult) => void): void {
    for (const span of spans) maskSpan(span, this.mask);
    this.receiver.export(spans, (result) => {
      if (Number(result.code) === SUCCESS) this.cameBack();
      else this.wentAway(spans.length, result.error);
      done(result);
    });
  }

  shutdown(): Promise<void> {
    return this.receiver.shutdown();
  }

  async forceFlush(): Promise<void> {
    await this.receiver.forceFlush?.();
  }

  private wentAway(spans: number, error: Error | undefined): void {
    this.lost += spans;
    if (this.isAway) return;
    this.isAway = true;
    const why = error?.message ?? 'no reason given';
    this.logger.warn(
      `Spans cannot be sent (${why}). Calls go on, and spans are lost until they can.`,
    );
  }

  private cameBack(): void {
    if (!this.isAway) return;
    this.logger.info(`Spans are sent again; ${this.lost} were lost.`);
    this.isAway = false;
    this.lost = 0;
  }
}
