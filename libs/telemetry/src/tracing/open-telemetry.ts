import type * as OpenTelemetry from '@opentelemetry/api';

let api: typeof OpenTelemetry | undefined;

/** OpenTelemetry's API, from the start of tracing on. Without tracing nothing of it is loaded here. */
export function openTelemetry(): typeof OpenTelemetry | undefined {
  return api;
}

/** Lets spans be made, from now on. */
export function useOpenTelemetry(loaded: typeof OpenTelemetry | undefined): void {
  api = loaded;
}
