import { pipeline } from 'node:stream/promises';
import type { Writable } from 'node:stream';
import type { FunctionReply } from './function-request';

/**
 * Sends the body of an answer, as it comes where it is a stream. Resolves when all of it has been
 * sent or its client has gone; then the call has ended, too. The way stays open, for whatever is to
 * be done before the process is frozen.
 */
export async function sendStream({ body, disconnect }: FunctionReply, to: Writable): Promise<void> {
  to.once('close', disconnect);
  if (typeof body === 'object') {
    // A client that goes away early is no fault.
    await pipeline(body, to, { end: false }).catch(() => undefined);
  } else if (body !== undefined) to.write(body);
}
