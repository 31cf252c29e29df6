import type { Client } from '../protocol/client';

/**
 * Counts the messages of a JSON-RPC batch against the limits that requests have. One of them was
 * counted when the batch came, before it was read. A provider that extends this class is found at start.
 */
export abstract class BatchLimit {
  /**
   * @param messages beside the first
   * @throws {ProtocolError} they are too many; or the promise rejects
   */
  abstract takeFurther(
    caller: Pick<Client, 'auth' | 'address'>,
    messages: number,
  ): void | Promise<void>;
}
