import { AUTHORIZE_PATH, REGISTER_PATH, RequestLimits, REVOKE_PATH, TOKEN_PATH } from '@repo/auth';
import type { TokenEndpoint } from '@repo/auth/clients/serving';
import type { SignIn } from '@repo/auth/sign-in';
import {
  ErrorCode,
  McpHost,
  ProtocolError,
  type RefusedRequest,
  type TextReply,
} from '@repo/mcp-core';
import { Injectable, Logger } from '@nestjs/common';
import { ClientAddress } from '../admission/client-address';
import type { EdgeHandler, EdgeRequest } from '../edge-message';
import { HostOriginGuard } from '../origin/host-origin.guard';
import { logFault } from '../refusals/log-fault';
import { problemReply } from '../refusals/problem';

/** Bytes. No right request comes near. */
const MAX_BODY_BYTES = 16 * 1_024;

/** What answers one path, with the address of the client. */
type Answer = (request: EdgeRequest, address: string) => TextReply | Promise<TextReply>;

/** Where machines get tokens, and what clients of people send without a page; its answers may not be kept (RFC 6749, section 5.1). */
@Injectable()
export class TokenRoutes {
  private readonly logger = new Logger('OAuth');

  constructor(
    private readonly guard: HostOriginGuard,
    private readonly addresses: ClientAddress,
    private readonly limits: RequestLimits,
    private readonly host: McpHost,
  ) {}

  /** @param people absent where nobody signs in here */
  routes(endpoint: TokenEndpoint, people?: SignIn): readonly (readonly [string, EdgeHandler])[] {
    const token: Answer = async (request, address) => {
      const body = await bodyOf(request);
      if (people?.isForPerson(body) === true) return people.answer(TOKEN_PATH, request, address);
      return json(200, await endpoint.answer(request.headers, body, address));
    };
    if (people === undefined) {
      const refuse: Answer = () => endpoint.refuseToAuthorize();
      return [
        this.route(TOKEN_PATH, ['POST'], endpoint, token),
        this.route(AUTHORIZE_PATH, ['GET'], endpoint, refuse),
      ];
    }
    const answer = (path: string): Answer => {
      return async (request, address) => {
        if (request.method === 'POST') await bodyOf(request);
        return people.answer(path, request, address);
      };
    };
    const preflight = answer(TOKEN_PATH);
    return [
      this.route(TOKEN_PATH, BY_BROWSERS, endpoint, (request, address) =>
        (request.method === 'POST' ? token : preflight)(request, address),
      ),
      ...[REGISTER_PATH, REVOKE_PATH].map((path) =>
        this.route(path, BY_BROWSERS, endpoint, answer(path)),
      ),
    ];
  }

  private route(
    path: string,
    allow: readonly string[],
    endpoint: TokenEndpoint,
    answer: Answer,
  ): readonly [string, EdgeHandler] {
    return [
      path,
      (request, send) => {
        if (!allow.includes(request.method)) {
          send(problemReply(405, {}, { allow: allow.join(', ') }));
        } else void this.answered(path, request, endpoint, answer).then(send);
      },
    ];
  }

  private async answered(
    path: string,
    request: EdgeRequest,
    endpoint: TokenEndpoint,
    answer: Answer,
  ): Promise<TextReply> {
    const { headers } = request;
    const address = this.addresses.of(request);
    try {
      this.guard.check(headers);
      await this.limits.take(undefined, address);
      return await answer(request, address);
    } catch (error) {
      return this.refusal(error, { headers, address, route: path }, endpoint);
    }
  }

  /** RFC 6749, section 5.2. */
  private refusal(
    thrown: unknown,
    request: Omit<RefusedRequest, 'error'>,
    endpoint: TokenEndpoint,
  ): TextReply {
    const known = endpoint.refusal(thrown);
    if (known !== undefined) {
      const { status, headers, error, description } = known;
      // At debug: whoever is turned away must not be able to fill the log.
      this.logger.debug(`${status} ${error}: ${description}`);
      this.host.refused({ ...request, error: protocolError(thrown, status, description) });
      return json(status, { error, error_description: description }, headers);
    }
    const reference = logFault(this.logger, 'A token request', thrown);
    const description = `Internal error. Reference: ${reference}`;
    return json(500, { error: 'server_error', error_description: description });
  }
}

/** A refusal as observers know it. */
function protocolError(thrown: unknown, status: number, description: string): ProtocolError {
  if (thrown instanceof ProtocolError) return thrown;
  return new ProtocolError(ErrorCode.invalidRequest, description, { status });
}

/** Pages of other origins ask before they send. */
const BY_BROWSERS = ['POST', 'OPTIONS'];

/** @throws {ProtocolError} 413 */
function bodyOf(request: EdgeRequest): Promise<string> {
  return new Promise((resolve, reject) => {
    request.readBody(MAX_BODY_BYTES, (error) =>
      error === undefined ? resolve(request.body ?? '') : reject(error),
    );
  });
}

function json(status: number, body: object, more: TextReply['headers'] = {}): TextReply {
  return {
    status,
    headers: {
      'content-type': 'application/json',
      'cache-control': 'no-store',
      pragma: 'no-cache',
      'x-content-type-options': 'nosniff',
      ...more,
    },
    body: JSON.stringify(body),
  };
}
