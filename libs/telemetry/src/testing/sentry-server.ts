import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A server that takes what Sentry's SDK sends, in its place (envelopes over HTTP). */
export class SentryServer {
  /** The bodies of all envelopes, as they came over the wire. */
  readonly envelopes: string[] = [];
  private readonly server: Server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => {
      this.envelopes.push(body);
      response.end('{}');
    });
  });

  async start(): Promise<void> {
    await once(this.server.listen(0, '127.0.0.1'), 'listening');
  }

  get dsn(): string {
    return `http://key@127.0.0.1:${(this.server.address() as AddressInfo).port}/1`;
  }

  /** The events among the envelopes: the third line of each, after two of headers. */
  get events(): Record<string, unknown>[] {
    return this.envelopes
      .map((envelope) => envelope.split('\n')[2] ?? '{}')
      .map((line) => JSON.parse(line) as Record<string, unknown>);
  }

  stop(): void {
    this.server.close();
    this.server.closeAllConnections();
  }
}
