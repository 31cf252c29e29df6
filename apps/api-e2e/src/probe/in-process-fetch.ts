import { Readable } from 'node:stream';
import type { HttpHandler } from '@repo/mcp-core';
import type { Fetch } from '../clients/client.interface';

/** A `fetch` that reaches an MCP host in this process, so that a test needs no port and no build. */
export function inProcessFetch(
  host: () => HttpHandler,
  more: Readonly<Record<string, string>>,
): Fetch {
  return async (url, init) => {
    const request = new Request(url, init);
    const { status, headers, body } = await host().handle({
      method: request.method,
      headers: { ...Object.fromEntries(request.headers), ...more },
      body: request.body === null ? undefined : await request.text(),
      onDisconnect: (listener) => request.signal.addEventListener('abort', listener),
    });
    if (!(body instanceof Readable)) return new Response(body?.toString(), { status, headers });
    request.signal.addEventListener('abort', () => body.destroy());
    return new Response(Readable.toWeb(body) as ReadableStream<Uint8Array>, { status, headers });
  };
}
