import type { IncomingHttpHeaders } from 'node:http';
import { Injectable } from '@nestjs/common';
import { FailedSignIns } from '../../limits/failed-sign-ins';
import { AssertionGrants } from '../federation/assertion-grants';
import { oauthAnswer, type OAuthAnswer } from './oauth-answer';
import { OAuthError } from './oauth.error';
import { CLIENT_CREDENTIALS } from '../../discovery/grant-types';
import { TokenGrants } from './token-grants';
import type { GrantedToken } from './token-issuer';
import { readTokenRequest, type TokenRequest } from './token-request';

const FORM = 'application/x-www-form-urlencoded';

/** Where machines get tokens (RFC 6749, section 4.4), whatever carries their requests. */
@Injectable()
export class TokenEndpoint {
  constructor(
    private readonly grants: TokenGrants,
    private readonly assertions: AssertionGrants,
    private readonly signIns: FailedSignIns,
  ) {}

  /**
   * @param address of the client, as `ClientAddress` tells it
   * @throws {OAuthError} why there is no token
   * @throws {UnverifiableError} nobody can tell at the moment (503)
   * @throws {RateLimitedError} too many failures (429)
   */
  async answer(headers: IncomingHttpHeaders, body: string, address: string): Promise<GrantedToken> {
    checkType(headers['content-type']);
    const asked = readTokenRequest(headers, body);
    const clientId = asked.client?.clientId;
    for (let turn = this.signIns.check(address, clientId); turn !== undefined;) {
      await turn;
      turn = this.signIns.check(address, clientId);
    }
    const end = this.signIns.begin(address, clientId);
    try {
      return await this.granted(asked);
    } catch (error) {
      if (error instanceof OAuthError && error.isGuess) this.signIns.failed(address, clientId);
      throw error;
    } finally {
      end();
    }
  }

  private async granted(asked: TokenRequest): Promise<GrantedToken> {
    if (asked.grantType !== CLIENT_CREDENTIALS) return this.assertions.grant(asked);
    if (asked.client === undefined) throw OAuthError.invalidClient();
    return this.grants.grant({ ...asked, ...asked.client });
  }

  /** What is answered to an error (RFC 6749, section 5.2). @returns undefined for a fault of ours */
  refusal(thrown: unknown): OAuthAnswer | undefined {
    return oauthAnswer(thrown);
  }

  /** Clients find the authorization endpoint in the metadata, and people should learn what it is about. */
  refuseToAuthorize(): never {
    throw new OAuthError(
      'invalid_request',
      'People do not sign in at this server: see AUTH_PROVIDERS, or the identity provider of JWT_ISSUER. Machines get tokens at /oauth/token.',
    );
  }
}

/** @throws {OAuthError} */
function checkType(type: string | undefined): void {
  if (type?.split(';', 1)[0]?.trim().toLowerCase() === FORM) return;
  throw new OAuthError('invalid_request', `The body must be ${FORM}.`);
}
