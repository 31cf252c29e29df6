import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
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
  readonly headers?: Readonly<Record<string, string>>;
  /** Instead of the answer: none ever comes, or the connection breaks before or in it. */
  readonly lost?: 'never' | 'before' | 'within';
}

export type Answer = (request: WireRequest) => WireAnswer;

/** An HTTP server on a free port that speaks a platform's JSON. */
export async function wireServer(answer: Answer) {
  const server = createServer((message, response) => {
    const chunks: Buffer[] = [];
    message.on('data', (chunk: Buffer) => chunks.push(chunk));
    message.on('end', () => {
      const text = Buffer.concat(chunks).toString('utf8');
      const { method = 'GET', headers } = message;
      const url = new URL(message.url ?? '/', 'http://wire');
      const body = text === '' ? undefined : JSON.parse(text);
      reply(response, answer({ method, url, headers, body }));
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

function reply(response: ServerResponse, { status, body, headers, lost }: WireAnswer): void {
  if (lost === 'never') return;
  if (lost === 'before') return void response.destroy();
  const isText = typeof body === 'string';
  const text = isText ? body : JSON.stringify(body);
  const type = isText ? 'text/plain' : 'application/json';
  const length = Buffer.byteLength(text);
  response.writeHead(status, { ...headers, 'content-type': type, 'content-length': length });
  if (lost === undefined) response.end(text);
  else response.write(text.slice(0, length / 2), () => response.destroy());
}
