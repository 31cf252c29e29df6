import type { KeyObject } from 'node:crypto';

const MIN_BITS = 2048;
const MIN_EXPONENT = 65_537n;
/** With 2 to the 256th FIPS 186-5 ends; a longer one costs each signature more. */
const END_OF_EXPONENTS = 1n << 256n;

/**
 * Whether tokens are as hard to forge with this RSA key as is thought: at least 2048 bits, and an odd
 * exponent above 2 to the 16th (FIPS 186-5, section A.1.1). With the exponent 1 a signature is no
 * secret at all, and with 3 a careless check of the padding has been enough to forge one.
 */
export function isStrongRsa({ asymmetricKeyDetails: details }: KeyObject): boolean {
  const { modulusLength = 0, publicExponent = 0n } = details ?? {};
  const isSound =
    publicExponent >= MIN_EXPONENT &&
    publicExponent < END_OF_EXPONENTS &&
    publicExponent % 2n === 1n;
  return modulusLength >= MIN_BITS && isSound;
}
