import type { KeySet } from '../keys/key-set';
import { isAlgorithm, type VerificationKey } from '../keys/verification-key';
import { TokenFault, type TokenParts } from './json-token';

/**
 * The key that a token means.
 *
 * @throws {TokenFault} the issuer has no such key
 * @throws {UnverifiableError} the issuer's keys have never been got
 */
export async function findKey(
  keys: KeySet,
  { algorithm, keyId }: TokenParts,
): Promise<VerificationKey> {
  if (!isAlgorithm(algorithm)) throw new TokenFault('its algorithm is not allowed');
  const key = await keys.find(keyId, algorithm);
  if (key === undefined) throw new TokenFault('its key is none of the issuer');
  return key;
}
