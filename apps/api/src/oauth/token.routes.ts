import {
  AUTHORIZE_PATH,
  ClientAddress,
  HostOriginGuard,
  RequestLimits,
  TOKEN_PATH,
} from '@repo/auth';
import {
  TOKEN_HEADERS,
  TOKEN_REQUEST_BYTES,
  TokenEndpoint,
  type GrantedToken,
} from '@repo/auth/clients';
import { Injectable } from '@nestjs/common';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { answerOAuthError } from './oauth-errors';

const FORM = 'application/x-www-form-urlencoded';

/**
 * Where machines get tokens. A plugin of plain routes: it takes bodies of one type, smaller ones than
 * the other routes, and answers errors in OAuth's own way.
 */
@Injectable()
export class TokenRoutes {
  constructor(
    private readonly door: HostOriginGuard,
    private readonly endpoint: TokenEndpoint,
    private readonly addresses: ClientAddress,
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
    router.post(TOKEN_PATH, { bodyLimit: TOKEN_REQUEST_BYTES, onRequest }, this.token);
    router.get(AUTHORIZE_PATH, { onRequest, exposeHeadRoute: false }, async () =>
      this.endpoint.refuseToAuthorize(),
    );
  };

  private readonly token = async (
    { headers, body, raw }: FastifyRequest,
    reply: FastifyReply,
  ): Promise<GrantedToken> => {
    const form = typeof body === 'string' ? body : '';
    const granted = await this.endpoint.answer(headers, form, this.addresses.of(raw));
    reply.headers(TOKEN_HEADERS);
    return granted;
  };
}
