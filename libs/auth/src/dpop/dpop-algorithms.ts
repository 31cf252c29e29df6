/**
 * How proofs may be signed (RFC 9449, section 5.1). Without RSA: whoever sends a proof brings the key,
 * and one of 16,000 bits takes seconds to check.
 */
export const DPOP_ALGORITHMS = ['ES256', 'Ed25519', 'EdDSA'] as const;
