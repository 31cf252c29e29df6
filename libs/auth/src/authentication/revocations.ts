import type { Caller } from './caller';

/**
 * Knows who may no longer call, though their credential is still good by itself: a disabled client
 * for one. Any provider that extends this class is found at start.
 *
 * It is asked at every request, so it must answer from memory, and keep that memory no older than 5 s.
 */
export abstract class Revocations {
  abstract isRevoked(caller: Caller): boolean;

  /**
   * What to wait for before asking of this caller, as long as nothing is known: it ends however the
   * look-up goes. A request waits once.
   *
   * @returns undefined when there is nothing to wait for
   */
  whenKnown(_caller: Caller): Promise<void> | undefined {
    return undefined;
  }
}
