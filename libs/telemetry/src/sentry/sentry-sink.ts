import type { Fault, FaultSink } from './fault-sink';
import { secretMasker } from '../masking/secret-masker';
import { scrubEvent } from './scrub-event';

export interface SentryOptions {
  readonly dsn: string;
  readonly environment: string;
  /** The version that runs. */
  readonly release: string;
  /** The secrets of this process, which no report shows. */
  readonly secrets?: readonly string[];
}

/** Milliseconds that a stopping process waits for reports on their way. */
const CLOSE_TIMEOUT_MS = 2_000;

/**
 * Starts Sentry. Its SDK takes half a second to load, which is why this is its only import.
 *
 * None of its integrations that look into requests, consoles or modules is started, and no tracing:
 * it gets the faults that `report` is given, scrubbed.
 */
export async function startSentry({
  dsn,
  environment,
  release,
  secrets = [],
}: SentryOptions): Promise<FaultSink> {
  const sentry = await import('@sentry/node');
  const mask = secretMasker(secrets);
  const client = sentry.init({
    dsn,
    environment,
    release,
    defaultIntegrations: false,
    integrations: [sentry.linkedErrorsIntegration(), sentry.dedupeIntegration()],
    enableRuntimeChannelInjection: false,
    // Tracing has an SDK of its own.
    enableOpenTelemetrySetup: false,
    dataCollection: {
      userInfo: false,
      cookies: false,
      httpHeaders: false,
      httpBodies: [],
      urlQueryParams: false,
      stackFrameVariables: false,
    },
    beforeSend: (event) => scrubEvent(event, mask),
  });
  return {
    report: ({ cause, method, feature, reference, requestId, trace }: Fault) => {
      const { traceId: trace_id, spanId: span_id = '' } = trace ?? {};
      const tags = { method, feature, reference, requestId, trace_id };
      const contexts = trace_id === undefined ? undefined : { trace: { trace_id, span_id } };
      sentry.captureException(cause, { captureContext: { tags, ...(contexts && { contexts }) } });
    },
    flush: async () => {
      await client?.flush(CLOSE_TIMEOUT_MS);
    },
    close: async () => {
      await client?.close(CLOSE_TIMEOUT_MS);
    },
  };
}
