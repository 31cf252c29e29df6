import type { IncomingHttpHeaders } from 'node:http';
import { Readable } from 'node:stream';
import { errorReply, ProtocolError } from '@repo/mcp-core';
import type { HttpRequest, HttpResponseInit } from '@azure/functions';
import { ColdStartError } from '../cold-start.error';
import { coldStartReply } from '../cold-start-reply';
import type { FunctionReply } from '../function-request';
import { lastForwarded } from '../last-forwarded';
import type { WarmFunction } from '../warm-function';
import { readWebBody } from './read-web-body';

/** Bytes that are read of a body before anybody has looked at the request: Azure's own limit. */
const MAX_BYTES = 100 * 1_024 * 1_024;

/** A function of the programming model v4. */
export function httpHandler(warm: WarmFunction) {
  async function answer({ method, url, headers: sent, body }: HttpRequest): Promise<FunctionReply> {
    const { host, pathname } = new URL(url);
    const headers: IncomingHttpHeaders = { host, ...Object.fromEntries(sent) };
    try {
      const text = await readWebBody(body as ReadableStream<Uint8Array> | null, MAX_BYTES);
      const peer = lastForwarded(headers);
      const app = await warm.app();
      return await app.answer({
        method,
        path: pathname,
        headers,
        body: text,
        peer,
        canStream: true,
      });
    } catch (error) {
      const disconnect = () => undefined;
      if (error instanceof ProtocolError) return { ...errorReply(undefined, error), disconnect };
      if (error instanceof ColdStartError) return { ...coldStartReply(error), disconnect };
      throw error;
    }
  }

  return async (request: HttpRequest): Promise<HttpResponseInit> => {
    const { status, headers, body } = await answer(request);
    if (typeof body !== 'object') return { status, headers, body };
    // The invocation ends with the stream: what was recorded is stored right after.
    body.once('close', () => void warm.app().then((app) => app.flush()));
    return { status, headers, body: Readable.toWeb(body) as HttpResponseInit['body'] };
  };
}
