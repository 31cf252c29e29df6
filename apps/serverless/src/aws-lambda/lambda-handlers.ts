import type { Writable } from 'node:stream';
import { errorReply, ProtocolError } from '@repo/mcp-core';
import { ColdStartError } from '../cold-start.error';
import { coldStartReply } from '../cold-start-reply';
import type { FunctionReply } from '../function-request';
import { sendStream } from '../send-stream';
import type { WarmFunction } from '../warm-function';
import { gatewayResult, type GatewayResult } from './gateway-result';
import { readEvent } from './read-event';
import { lambdaRuntime, type LambdaContext } from './runtime';

/** Milliseconds before Lambda kills an invocation; a call that still runs then is cancelled. */
const BEFORE_TIMEOUT_MS = 1_000;

/** The handlers of a function. */
export function lambdaHandlers(warm: WarmFunction) {
  const runtime = lambdaRuntime();

  async function answer(event: unknown, canStream: boolean): Promise<FunctionReply> {
    try {
      const request = readEvent(event, canStream);
      return await (await warm.app()).answer(request);
    } catch (error) {
      if (error instanceof ProtocolError) return whole(errorReply(undefined, error));
      if (error instanceof ColdStartError) return whole(coldStartReply(error));
      throw error;
    }
  }

  async function buffered(event: unknown): Promise<GatewayResult> {
    const reply = await answer(event, false);
    return gatewayResult(reply, event ?? {});
  }

  async function stream(event: unknown, response: Writable, context: LambdaContext): Promise<void> {
    const reply = await answer(event, true);
    const { status: statusCode, headers, body } = reply;
    const to = runtime?.HttpResponseStream.from(response, { statusCode, headers }) ?? response;
    const end = context.getRemainingTimeInMillis() - BEFORE_TIMEOUT_MS;
    const timer = setTimeout(reply.disconnect, end);
    // Without a byte the prelude is not sent.
    if (body === undefined || body === '') to.write('');
    await sendStream(reply, to);
    clearTimeout(timer);
    if (typeof body === 'object') await (await warm.app()).flush();
    to.end();
  }

  return { buffered, streamed: runtime?.streamifyResponse(stream) };
}

function whole(reply: Omit<FunctionReply, 'disconnect'>): FunctionReply {
  return { ...reply, disconnect: () => undefined };
}
