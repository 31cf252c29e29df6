import { identity } from '@repo/config';
import type { Attributes, Span } from '@opentelemetry/api';
import { openTelemetry } from './open-telemetry';

/**
 * Runs work in a span of its own, below that of the call or job in which it is. Without tracing the
 * work just runs.
 *
 * @param name of few values: what varies belongs into the attributes
 * @param attributes what the span shows beside; secrets that can be told as such are masked
 * @throws what the work throws, which the span then shows
 * @example const rate = await withSpan('convert', () => this.rates.of(currency), { currency });
 */
export async function withSpan<T>(
  name: string,
  work: () => T | Promise<T>,
  attributes: Attributes = {},
): Promise<T> {
  const otel = openTelemetry();
  if (otel === undefined) return work();
  const tracer = otel.trace.getTracer(identity.serviceName);
  return tracer.startActiveSpan(name, { attributes }, async (span) => {
    try {
      return await work();
    } catch (error) {
      failed(span, error);
      throw error;
    } finally {
      span.end();
    }
  });
}

function failed(span: Span, error: unknown): void {
  const { name, message } = error instanceof Error ? error : { name: '_OTHER', message: undefined };
  span.setAttribute('error.type', name);
  span.setStatus({ code: ERROR, message });
}

/** `SpanStatusCode.ERROR`: the enum itself would load the package. */
export const ERROR = 2;
