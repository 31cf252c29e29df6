import { once } from 'node:events';
import { createServer, type IncomingMessage, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';

interface Seen {
  readonly line: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

/** An HTTP API that keeps what it is asked, and answers as a test says. */
export interface RecordedApi {
  readonly url: string;
  readonly seen: readonly Seen[];
  /** By default `{"ok":true}`. */
  respond: RequestListener;
  close(): Promise<void>;
}

export async function recordedApi(): Promise<RecordedApi> {
  const seen: Seen[] = [];
  const server = createServer((request, response) => {
    let body = '';
    request.setEncoding('utf8').on('data', (chunk: string) => (body += chunk));
    request.on('end', () => {
      seen.push({ line: `${request.method} ${request.url}`, headers: request.headers, body });
      api.respond(request, response);
    });
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const api: RecordedApi = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
    seen,
    respond: (_request, response) => {
      response.setHeader('content-type', 'application/json').end('{"ok":true}');
    },
    close: async () => {
      server.closeAllConnections();
      await once(server.close(), 'close');
    },
  };
  return api;
}
