/**
 * Why a service gave no token.
 *
 * - `refused`: what the person gave it is good for nothing any more.
 * - `away`: it does not answer, or fails.
 * - `misconfigured`: it does not take this server, or what it is asked for.
 */
export class ServiceFault extends Error {
  override readonly name = 'ServiceFault';

  /** @param message for the log; without any token */
  constructor(
    readonly reason: 'refused' | 'away' | 'misconfigured',
    message: string,
    /** Milliseconds until it is asked again. */
    readonly waitMs = 0,
  ) {
    super(message);
  }
}

/** What says that a person has to sign in there again (RFC 6749, section 5.2; OpenID Connect; GitHub). */
const REFUSALS: ReadonlySet<string> = new Set([
  'access_denied',
  'bad_refresh_token',
  'bad_verification_code',
  'consent_required',
  'expired_token',
  'interaction_required',
  'invalid_grant',
  'invalid_token',
  'login_required',
]);

/** What openid-client throws, which may hold a whole answer with its tokens. */
interface Thrown {
  readonly error?: unknown;
  readonly error_description?: unknown;
  readonly status?: unknown;
  readonly code?: unknown;
  readonly message: string;
}

/** Whether the connection ended without an answer: it may have done what it was asked for. */
export function isAnswerLost(thrown: unknown): boolean {
  const { error, status, code } = thrown as Thrown;
  return [error, status, code].every((fact) => fact === undefined);
}

/** What a failed request to a service means. */
export function serviceFault(thrown: unknown): ServiceFault {
  if (thrown instanceof ServiceFault) return thrown;
  const { error, error_description: description, status, message } = thrown as Thrown;
  if (typeof error !== 'string') return new ServiceFault('away', message);
  const text = `${error}${typeof description === 'string' ? `: ${description}` : ''}`.slice(0, 500);
  if (REFUSALS.has(error)) return new ServiceFault('refused', text);
  const isOwnFault = typeof status === 'number' && status >= 400 && status < 500 && status !== 429;
  return new ServiceFault(isOwnFault ? 'misconfigured' : 'away', text);
}
