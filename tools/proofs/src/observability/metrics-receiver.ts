import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';

/** A request of OTLP over HTTP in JSON, as far as it is looked at. */
interface MetricsRequest {
  readonly resourceMetrics: readonly {
    readonly resource: { readonly attributes: readonly OtlpAttribute[] };
    readonly scopeMetrics: readonly { readonly metrics: readonly { readonly name: string }[] }[];
  }[];
}

interface OtlpAttribute {
  readonly key: string;
  readonly value: { readonly stringValue?: string };
}

/** Takes metrics by OTLP, and keeps what it was sent. */
export class MetricsReceiver {
  readonly requests: MetricsRequest[] = [];
  private readonly server: Server = createServer((request, response) => {
    void json(request).then((body) => {
      this.requests.push(body as MetricsRequest);
      response.writeHead(200, { 'content-type': 'application/json' }).end('{}');
    });
  });

  async start(): Promise<string> {
    this.server.listen(0, '127.0.0.1');
    await once(this.server, 'listening');
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  get names(): readonly string[] {
    return this.requests
      .flatMap(({ resourceMetrics }) => resourceMetrics)
      .flatMap(({ scopeMetrics }) => scopeMetrics)
      .flatMap(({ metrics }) => metrics.map(({ name }) => name));
  }

  /** The values of an attribute of those who sent. */
  sendersBy(key: string): readonly string[] {
    return this.requests
      .flatMap(({ resourceMetrics }) => resourceMetrics)
      .flatMap(({ resource }) => resource.attributes)
      .flatMap(({ key: name, value }) => (name === key ? (value.stringValue ?? []) : []));
  }

  stop(): void {
    this.server.close();
    this.server.closeAllConnections();
  }
}
