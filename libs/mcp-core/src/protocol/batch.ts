import { readMessage, type JsonRpcMessage } from './json-rpc';
import { InvalidRequestError } from './protocol.error';
import { BATCH_REVISION } from './revision';

/** Messages in one batch. */
const MAX_IN_BATCH = 100;

/**
 * Reads a JSON-RPC batch. All of it before any is served: a bad message refuses the whole batch.
 *
 * @throws {InvalidRequestError}
 */
export function readBatch(body: readonly unknown[]): JsonRpcMessage[] {
  if (body.length === 0 || body.length > MAX_IN_BATCH) {
    throw new InvalidRequestError(
      `A batch has 1 to ${MAX_IN_BATCH} messages, found ${body.length}.`,
    );
  }
  const messages = body.map((item) => readMessage(item));
  if (messages.some((message) => message.kind === 'request' && message.method === 'initialize')) {
    throw new InvalidRequestError('"initialize" must not be in a batch.');
  }
  return messages;
}

/** A batch of a client whose revision has none. */
export function noBatch(): InvalidRequestError {
  return new InvalidRequestError(`Only revision ${BATCH_REVISION} has batches: send one message.`);
}
