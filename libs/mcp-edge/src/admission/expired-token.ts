/**
 * Whether a credential is a JWT that says of itself that it has expired. Nothing of it is verified:
 * one that lies about that is refused all the same.
 *
 * @param now milliseconds since 1970
 */
export function hasExpired(credential: string, now: number): boolean {
  const [, payload, signature, ...more] = credential.split('.', 4);
  if (payload === undefined || signature === undefined || more.length > 0) return false;
  try {
    const claims: unknown = JSON.parse(Buffer.from(payload, 'base64url').toString());
    if (typeof claims !== 'object' || claims === null || !('exp' in claims)) return false;
    return typeof claims.exp === 'number' && claims.exp * 1_000 <= now;
  } catch {
    return false;
  }
}
