import { ProtocolError } from '@repo/mcp-core';
import { OAuthError } from './oauth.error';

/** A refusal of the token endpoint. */
export interface OAuthAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly error: string;
  /** Public. */
  readonly description: string;
}

/**
 * What the token endpoint answers to an error (RFC 6749, section 5.2).
 *
 * @returns undefined for one that is a fault of ours
 */
export function oauthAnswer(thrown: unknown): OAuthAnswer | undefined {
  if (thrown instanceof OAuthError) {
    const { code, status, headers, message } = thrown;
    return { status, headers, error: code, description: message };
  }
  if (thrown instanceof ProtocolError) {
    const { status, headers = {}, message } = thrown;
    const error = status === 429 || status === 503 ? 'temporarily_unavailable' : 'invalid_request';
    return { status, headers, error, description: message };
  }
  return undefined;
}
