import type { Algorithm, VerificationKey } from './verification-key';

/** The keys of one issuer. */
export interface KeySet {
  /** Grows when the keys change: what was verified before that may have been by a key taken away. */
  readonly revision: number;

  /**
   * @param id the token's `kid`; without one a key is found if there is only one it can mean
   * @returns undefined when there is none
   * @throws {UnverifiableError} the keys have never been got; or the promise rejects
   */
  find(
    id: string | undefined,
    algorithm: Algorithm,
  ): VerificationKey | undefined | Promise<VerificationKey | undefined>;
}

/** The key that a token means: by its id, or because it is the only one where one has no id. */
export function pick(
  keys: readonly VerificationKey[],
  id: string | undefined,
  algorithm: Algorithm,
): VerificationKey | undefined {
  const fitting = keys.filter((key) => key.algorithm === algorithm);
  const named = id === undefined ? undefined : fitting.find((key) => key.id === id);
  if (named !== undefined) return named;
  const [only, ...others] = fitting;
  if (others.length > 0) return undefined;
  return id === undefined || only?.id === undefined ? only : undefined;
}
