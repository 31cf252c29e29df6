import type { TextMapGetter } from '@opentelemetry/api';
import { isObject } from '@repo/foundation';
import type { McpRequest } from '@repo/mcp-core';

/** Where a caller says which trace its request belongs to: `_meta`, or the HTTP headers. */
export type Carrier = Readonly<Record<string, unknown>>;

/** Characters of one entry: W3C Baggage, section 3.3, and more than anybody needs of a trace. */
const MAX_LENGTH = 8_192;

/** Reads text, and passes over whatever else a client may send in its place. */
export const fromCarrier: TextMapGetter<Carrier> = {
  keys: (carrier) => Object.keys(carrier),
  get: (carrier, key) => {
    const value = Object.hasOwn(carrier, key) ? carrier[key] : undefined;
    return typeof value === 'string' && value.length <= MAX_LENGTH ? value : undefined;
  },
};

/** What a request says of its trace. */
export interface TraceCarriers {
  /** The client's span, which is the parent; undefined for a client that says nothing. */
  readonly parent: Carrier | undefined;
  /** That of the transport, where it differs from the client's. */
  readonly transport: Carrier | undefined;
}

/**
 * Of a message `_meta` speaks, since one HTTP request may carry several and one may take several; the
 * header counts for clients that say nothing there.
 *
 * @see https://github.com/open-telemetry/semantic-conventions/blob/main/docs/gen-ai/mcp.md
 */
export function traceCarriersOf({ params, channel }: McpRequest): TraceCarriers {
  const { headers } = channel;
  const meta = params['_meta'];
  if (!isObject(meta) || (meta['traceparent'] === undefined && meta['baggage'] === undefined)) {
    return { parent: headers, transport: undefined };
  }
  return { parent: meta, transport: headers?.['traceparent'] === undefined ? undefined : headers };
}
