/** RFC 6749, section 5.2; `invalid_target`: RFC 8707, section 2; `invalid_dpop_proof`: RFC 9449, section 5; the last one: section 4.1.2.1. */
export type OAuthErrorCode =
  | 'invalid_request'
  | 'invalid_client'
  | 'invalid_grant'
  | 'unsupported_grant_type'
  | 'invalid_scope'
  | 'invalid_target'
  | 'invalid_dpop_proof'
  | 'temporarily_unavailable';

interface OAuthErrorOptions {
  /** HTTP, 400 unless said. */
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** Whether a wrong secret was the reason, rather than one that counts no more. */
  readonly isGuess?: boolean;
}

/** What the token endpoint refuses. Its message is public: it becomes the `error_description`. */
export class OAuthError extends Error {
  override readonly name = 'OAuthError';
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly isGuess: boolean;

  constructor(
    readonly code: OAuthErrorCode,
    message: string,
    { status = 400, headers = {}, isGuess = false }: OAuthErrorOptions = {},
  ) {
    super(message);
    this.status = status;
    this.headers = headers;
    this.isGuess = isGuess;
  }

  /**
   * Whether there is such a client, and what is wrong with it, is not told.
   *
   * @param isGuess false where the secret was right once
   */
  static invalidClient(isGuess = true): OAuthError {
    return new OAuthError('invalid_client', 'The client or its secret is not valid.', {
      status: 401,
      isGuess,
      headers: { 'www-authenticate': 'Basic realm="token", charset="UTF-8"' },
    });
  }
}
