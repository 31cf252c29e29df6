import {
  AUTHORIZE_PATH,
  ClientAddress,
  FailedSignIns,
  FrontDoor,
  RequestLimits,
  TOKEN_PATH,
} from '@acme/auth';
import { OAuthError, TokenGrants, type GrantedToken } from '@acme/auth/clients';
import { Injectable } from '@nestjs/common';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { answerOAuthError, NO_STORE } from './oauth-errors';
import { readTokenRequest } from './token-request';

/** Bytes. */
const BODY_LIMIT = 16 * 1_024;

const FORM = 'application/x-www-form-urlencoded';

/**
 * Where machines get tokens (RFC 6749, section 4.4). A plugin of plain routes: it takes bodies of one
 * type, smaller ones than the other routes, and answers errors in OAuth's own way.
 */
@Injectable()
export class TokenRoutes {
  constructor(
    private readonly door: FrontDoor,
    private readonly grants: TokenGrants,
    private readonly addresses: ClientAddress,
    private readonly signIns: FailedSignIns,
    private readonly limits: RequestLimits,
  ) {}

  /** A Fastify plugin. */
  readonly plugin = async (router: FastifyInstance): Promise<void> => {
    router.setErrorHandler(answerOAuthError);
    router.removeAllContentTypeParsers();
    router.addContentTypeParser(FORM, { parseAs: 'string' }, (_request, body, done) => {
      done(null, body);
    });
    const onRequest = async ({ headers, raw }: FastifyRequest): Promise<void> => {
      this.door.check(headers);
      await this.limits.take(undefined, this.addresses.of(raw));
    };
    router.post(TOKEN_PATH, { bodyLimit: BODY_LIMIT, onRequest }, this.token);
    router.get(AUTHORIZE_PATH, { onRequest, exposeHeadRoute: false }, refuseToAuthorize);
  };

  private readonly token = async (
    request: FastifyRequest,
    reply: FastifyReply,
  ): Promise<GrantedToken> => {
    const { headers, body, raw } = request;
    const address = this.addresses.of(raw);
    this.signIns.check(address);
    const asked = readTokenRequest(headers, typeof body === 'string' ? body : '');
    this.signIns.check(address, asked.clientId);
    try {
      const granted = await this.grants.grant(asked);
      reply.headers(NO_STORE);
      return granted;
    } catch (error) {
      const isGuess = error instanceof OAuthError && error.code === 'invalid_client';
      if (isGuess) await this.signIns.failed(address, asked.clientId);
      throw error;
    }
  };
}

/** Clients find it in the metadata, and people should learn what it is about. */
async function refuseToAuthorize(): Promise<never> {
  throw new OAuthError(
    'invalid_request',
    'People do not sign in at this server, but at the identity provider of JWT_ISSUER. Machines get tokens at /oauth/token.',
  );
}
