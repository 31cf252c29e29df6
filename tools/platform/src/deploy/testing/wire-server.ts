import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface WireRequest {
  readonly method: string;
  readonly url: URL;
  readonly headers: IncomingMessage['headers'];
  readonly body: any; // eslint-disable-line @typescript-eslint/no-explicit-any
}

export interface WireAnswer {
  readonly status: number;
  readonly body: unknown;
}

/** An HTTP server on a free port that speaks a platform's JSON. */
export async function wireServer(answer: (request: WireRequest) => WireAnswer) {
  const server = createServer((message, response) => {
    const chunks: Buffer[] = [];
    message.on('data', (chunk: Buffer) => chunks.push(chunk));
    message.on('end', () => {
      const text = Buffer.concat(chunks).toString('utf8');
      const { method = 'GET', headers } = message;
      const url = new URL(message.url ?? '/', 'http://wire');
      const body = text === '' ? undefined : JSON.parse(text);
      const { status, body: result } = answer({ method, url, headers, body });
      const isText = typeof result === 'string';
      response.writeHead(status, { 'content-type': isText ? 'text/plain' : 'application/json' });
      response.end(isText ? result : JSON.stringify(result));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    stop: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
