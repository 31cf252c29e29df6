import type { TokenEndpointResponse } from 'openid-client';

/** What a provider gave for a person. */
export interface Tokens {
  readonly accessToken: string;
  readonly refreshToken?: string | undefined;
  /** Seconds from then on; undefined where it does not end. */
  readonly lifetime?: number | undefined;
}

export const tokensOf = ({
  access_token: accessToken,
  refresh_token: refreshToken,
  expires_in: lifetime,
}: TokenEndpointResponse): Tokens => ({ accessToken, refreshToken, lifetime });
