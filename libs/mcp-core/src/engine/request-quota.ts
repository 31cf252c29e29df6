import type { Client } from '../protocol/client';

type Caller = Pick<Client, 'auth' | 'address'>;

/**
 * The limit on requests, which counts each when it comes, before it is read: corrected by what is in it.
 * A provider that extends this class is found at start.
 */
export abstract class RequestQuota {
  /**
   * Counts the messages of a JSON-RPC batch.
   *
   * @param messages beside the first
   * @throws {ProtocolError} they are too many; or the promise rejects
   */
  abstract takeFurther(caller: Caller, messages: number): void | Promise<void>;

  /** Takes one from the count again, of a request that was to be expected. */
  abstract giveBack(caller: Caller): void;
}
