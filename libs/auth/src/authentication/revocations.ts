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
   * What to wait for before asking of this caller, right after the start.
   *
   * @returns undefined when there is nothing to wait for
   */
  whenKnown(_caller: Caller): Promise<void> | undefined {
    return undefined;
  }
}
