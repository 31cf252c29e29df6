import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { gunzipSync } from 'node:zlib';
import { decodeProtobuf, plain, type ExportRequest } from './otlp-messages';

/** A span as it came over the wire. */
export interface ReceivedSpan {
  readonly traceId: string;
  readonly spanId: string;
  /** Empty for a root. */
  readonly parentSpanId: string;
  readonly name: string;
  /** 1 internal, 2 server, 3 client, 4 producer, 5 consumer. */
  readonly kind: number;
  readonly attributes: Readonly<Record<string, unknown>>;
  readonly events: readonly {
    readonly name: string;
    readonly attributes: Readonly<Record<string, unknown>>;
  }[];
  readonly links: readonly { readonly traceId: string; readonly spanId: string }[];
  /** 0 unset, 1 ok, 2 error. */
  readonly status: { readonly code: number; readonly message: string };
  /** Of the process that made it. */
  readonly resource: Readonly<Record<string, unknown>>;
}

/** How a receiver treats those that send to it. */
export type Manner = 'takes' | 'lags' | 'refuses' | 'hangs';

/** Milliseconds by which one that lags answers late: within what a sender waits. */
const LAG_MS = 100;

/** A receiver of OTLP over HTTP, in protobuf and in JSON, on a free port. */
export class OtlpReceiver {
  readonly spans: ReceivedSpan[] = [];
  /** What came over the wire, to look for what should not have. */
  readonly bodies: Buffer[] = [];
  requests = 0;
  manner: Manner = 'takes';
  private readonly server = createServer((request, response) => void this.take(request, response));

  static async start(): Promise<OtlpReceiver> {
    const receiver = new OtlpReceiver();
    await once(receiver.server.listen(0, '127.0.0.1'), 'listening');
    return receiver;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** What lets a process send its spans here, soon. */
  get environment(): Record<string, string> {
    return {
      ENABLE_TRACING: 'true',
      OTEL_EXPORTER_OTLP_ENDPOINT: this.url,
      OTEL_BSP_SCHEDULE_DELAY: '50',
    };
  }

  named(name: string): ReceivedSpan | undefined {
    return this.spans.find((span) => span.name === name);
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private async take(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    this.requests += 1;
    if (this.manner === 'hangs') return;
    if (this.manner === 'lags') await pause(LAG_MS);
    if (this.manner === 'refuses') return void response.writeHead(503).end();
    const sent = Buffer.concat(chunks);
    const body = request.headers['content-encoding'] === 'gzip' ? gunzipSync(sent) : sent;
    this.bodies.push(body);
    const isJson = request.headers['content-type']?.includes('json') === true;
    this.keep(isJson ? (JSON.parse(body.toString()) as ExportRequest) : decodeProtobuf(body));
    response.writeHead(200, {
      'content-type': isJson ? 'application/json' : 'application/x-protobuf',
    });
    response.end(isJson ? '{}' : '');
  }

  /** For receivers of other protocols. */
  keep({ resourceSpans = [] }: ExportRequest): void {
    for (const { resource, scopeSpans = [] } of resourceSpans) {
      for (const span of scopeSpans.flatMap(({ spans = [] }) => spans)) {
        this.spans.push({
          ...{ traceId: span.traceId, spanId: span.spanId, parentSpanId: span.parentSpanId ?? '' },
          ...{ name: span.name, kind: span.kind, attributes: plain(span.attributes) },
          events: (span.events ?? []).map((event) => ({
            name: event.name,
            attributes: plain(event.attributes),
          })),
          links: span.links ?? [],
          status: { code: span.status?.code ?? 0, message: span.status?.message ?? '' },
          resource: plain(resource?.attributes),
        });
      }
    }
  }
}
