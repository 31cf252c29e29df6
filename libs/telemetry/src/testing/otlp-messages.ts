import { Root, type Type } from 'protobufjs';

type Field = [type: string, id: number, rule?: 'repeated'];

/** The messages of OTLP for traces, by the numbers of their fields; those that no test reads are passed over. */
const MESSAGES: Record<string, Record<string, Field>> = {
  ExportTraceServiceRequest: { resourceSpans: ['ResourceSpans', 1, 'repeated'] },
  ResourceSpans: { resource: ['Resource', 1], scopeSpans: ['ScopeSpans', 2, 'repeated'] },
  Resource: { attributes: ['KeyValue', 1, 'repeated'] },
  ScopeSpans: { spans: ['Span', 2, 'repeated'] },
  Span: {
    traceId: ['bytes', 1],
    spanId: ['bytes', 2],
    traceState: ['string', 3],
    parentSpanId: ['bytes', 4],
    name: ['string', 5],
    kind: ['int32', 6],
    attributes: ['KeyValue', 9, 'repeated'],
    events: ['Event', 11, 'repeated'],
    links: ['Link', 13, 'repeated'],
    status: ['Status', 15],
  },
  Event: { name: ['string', 2], attributes: ['KeyValue', 3, 'repeated'] },
  Link: { traceId: ['bytes', 1], spanId: ['bytes', 2] },
  Status: { message: ['string', 2], code: ['int32', 3] },
  KeyValue: { key: ['string', 1], value: ['AnyValue', 2] },
  AnyValue: {
    stringValue: ['string', 1],
    boolValue: ['bool', 2],
    intValue: ['int64', 3],
    doubleValue: ['double', 4],
    arrayValue: ['ArrayValue', 5],
  },
  ArrayValue: { values: ['AnyValue', 1, 'repeated'] },
};

const root = Root.fromJSON({
  nested: Object.fromEntries(
    Object.entries(MESSAGES).map(([name, fields]) => [
      name,
      {
        fields: Object.fromEntries(
          Object.entries(fields).map(([field, [type, id, rule]]) => [
            field,
            rule === undefined ? { type, id } : { type, id, rule },
          ]),
        ),
      },
    ]),
  ),
});

const request: Type = root.lookupType('ExportTraceServiceRequest');

/** A request in protobuf, as its JSON has it. @throws {Error} it is none */
export function decodeProtobuf(bytes: Uint8Array): ExportRequest {
  const options = { longs: Number, bytes: String } as const;
  const decoded = request.toObject(request.decode(bytes), options) as ExportRequest;
  for (const { scopeSpans = [] } of decoded.resourceSpans ?? []) {
    for (const { spans = [] } of scopeSpans) spans.forEach(hexIds);
  }
  return decoded;
}

function hexIds(span: SentSpan): void {
  const withIds: SentId[] = [span, ...(span.links ?? [])];
  for (const ids of withIds) {
    ids.traceId = hex(ids.traceId);
    ids.spanId = hex(ids.spanId);
    if (ids.parentSpanId !== undefined) ids.parentSpanId = hex(ids.parentSpanId);
  }
}

function hex(base64: string): string {
  return Buffer.from(base64, 'base64').toString('hex');
}

interface SentId {
  traceId: string;
  spanId: string;
  parentSpanId?: string;
}

interface SentValue {
  readonly stringValue?: string;
  readonly boolValue?: boolean;
  readonly intValue?: number | string;
  readonly doubleValue?: number;
  readonly arrayValue?: { readonly values?: readonly SentValue[] };
}

export type SentAttributes = readonly { readonly key: string; readonly value: SentValue }[];

interface SentSpan extends SentId {
  readonly traceState?: string;
  readonly name: string;
  readonly kind: number;
  readonly attributes?: SentAttributes;
  readonly events?: readonly { readonly name: string; readonly attributes?: SentAttributes }[];
  readonly links?: SentId[];
  readonly status?: { readonly code?: number; readonly message?: string };
}

/** `ExportTraceServiceRequest` */
export interface ExportRequest {
  readonly resourceSpans?: readonly {
    readonly resource?: { readonly attributes?: SentAttributes };
    readonly scopeSpans?: readonly { readonly spans?: readonly SentSpan[] }[];
  }[];
}

export function plain(attributes: SentAttributes = []): Record<string, unknown> {
  return Object.fromEntries(attributes.map(({ key, value }) => [key, valueOf(value)]));
}

function valueOf({ arrayValue, intValue, ...other }: SentValue): unknown {
  if (arrayValue !== undefined) return (arrayValue.values ?? []).map(valueOf);
  if (intValue !== undefined) return Number(intValue);
  return Object.values(other)[0];
}
