import type { IncomingMessage, ServerResponse } from 'node:http';
import { repeatedHeader, repeatedHeaderReply } from '@repo/mcp-edge';
import { ColdStartError } from '../cold-start.error';
import { coldStartReply } from '../cold-start-reply';
import type { FunctionReply } from '../function-request';
import { lastForwarded } from '../last-forwarded';
import { sendStream } from '../send-stream';
import type { WarmFunction } from '../warm-function';

/** What the Functions Framework hands over: Express's request, with the bytes of the body. */
export interface FrameworkRequest extends IncomingMessage {
  readonly rawBody?: Buffer;
}

/** A function as the Functions Framework calls it. */
export function httpFunction(warm: WarmFunction) {
  async function answer(request: FrameworkRequest, left: AbortSignal): Promise<FunctionReply> {
    const { method = '', url = '', headers, rawBody, socket } = request;
    const repeated = repeatedHeader(request);
    if (repeated !== undefined) {
      return { ...repeatedHeaderReply(repeated), disconnect: () => undefined };
    }
    try {
      return await (
        await warm.app()
      ).answer({
        method,
        path: url.split('?', 1)[0] ?? '',
        headers,
        body: rawBody?.toString('utf8'),
        // Nothing reaches a function but through Google's front end.
        peer: lastForwarded(headers) ?? socket.remoteAddress,
        canStream: true,
        left,
      });
    } catch (error) {
      if (!(error instanceof ColdStartError)) throw error;
      return { ...coldStartReply(error), disconnect: () => undefined };
    }
  }

  return async (request: FrameworkRequest, response: ServerResponse): Promise<void> => {
    const left = new AbortController();
    response.once('close', () => left.abort());
    const reply = await answer(request, left.signal);
    response.writeHead(reply.status, reply.headers);
    // A client waits for the headers, and the first event may be far off.
    response.flushHeaders();
    await sendStream(reply, response);
    if (typeof reply.body === 'object') await (await warm.app()).flush();
    response.end();
  };
}
