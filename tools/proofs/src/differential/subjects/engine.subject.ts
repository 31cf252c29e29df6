import { Readable } from 'node:stream';
import { httpHost } from '@repo/mcp-core/testing';
import type { HttpReply } from '@repo/mcp-core';
import { SampleFeatures } from '../sample/sample.features';
import type { Subject } from './subject';

/** This host, taken for one that speaks web requests. */
export async function engineSubject(environment: Record<string, string> = {}): Promise<Subject> {
  const { host, harness } = await httpHost([SampleFeatures], environment);
  return {
    fetch: async (request) => {
      const reply = await host.handle({
        method: request.method,
        headers: Object.fromEntries(request.headers),
        body: request.body === null ? undefined : await request.text(),
        onDisconnect: () => undefined, // the end of the body tells the same
      });
      return toResponse(reply);
    },
    close: () => harness.close(),
  };
}

function toResponse({ status, headers, body }: HttpReply): Response {
  const content = body instanceof Readable ? toWeb(body) : body?.toString();
  return new Response(content, { status, headers });
}

/** `Readable.toWeb` of Node 20 throws, where nobody can catch it, when a reader leaves early. */
function toWeb(body: Readable): ReadableStream<Uint8Array> {
  return new ReadableStream({
    start: (controller) => {
      body.on('data', (chunk: Buffer) => controller.enqueue(chunk));
      body.on('end', () => controller.close());
    },
    cancel: () => void body.removeAllListeners('end').removeAllListeners('data').destroy(),
  });
}
