import { hash, randomUUID } from 'node:crypto';
import { inSeconds, jws, type JwsOptions, type TestKey } from './jws';

/** What a proof is of. */
export interface ProofOf {
  readonly url: string;
  readonly method?: string;
  readonly token?: string;
  /** Over what follows from the rest: it can be a forged one. */
  readonly claims?: Record<string, unknown>;
}

/** A proof of possession (RFC 9449, section 4.2), as a client makes it for one request. */
export function dpopProof(
  key: TestKey,
  { url, method = 'POST', token, claims }: ProofOf,
  { header, ...options }: JwsOptions = {},
): string {
  const ath = token === undefined ? {} : { ath: hash('sha256', token, 'base64url') };
  const said = { jti: randomUUID(), htm: method, htu: url, iat: inSeconds(0), ...ath, ...claims };
  const jwk = key.publicKey.export({ format: 'jwk' });
  const head = { typ: 'dpop+jwt', jwk, kid: undefined, ...header };
  return jws(said, { key, ...options, header: head });
}

/** What a token says that is bound to this key (RFC 9449, section 6.1). */
export function boundTo(key: TestKey): { readonly cnf: { readonly jkt: string } } {
  const { crv, e, kty, n, x, y } = key.publicKey.export({ format: 'jwk' });
  const jkt = hash('sha256', JSON.stringify({ crv, e, kty, n, x, y }), 'base64url');
  return { cnf: { jkt } };
}
