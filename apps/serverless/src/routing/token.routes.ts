import { randomUUID } from 'node:crypto';
import {
  AUTHORIZE_PATH,
  ClientAddress,
  HostOriginGuard,
  RequestLimits,
  TOKEN_PATH,
} from '@repo/auth';
import type { TokenEndpoint } from '@repo/auth/clients/serving';
import type { TextReply } from '@repo/mcp-core';
import { Logger, type INestApplicationContext } from '@nestjs/common';
import type { FunctionExchange } from './function-exchange';
import { problem } from './problem';

const METHOD_OF = new Map([
  [TOKEN_PATH, 'POST'],
  [AUTHORIZE_PATH, 'GET'],
]);

/** Where machines get tokens; its answers may not be kept (RFC 6749, section 5.1). */
export class TokenRoutes {
  private readonly logger = new Logger('OAuth');
  private readonly door: HostOriginGuard;
  private readonly addresses: ClientAddress;
  private readonly limits: RequestLimits;

  constructor(
    context: INestApplicationContext,
    private readonly endpoint: TokenEndpoint,
  ) {
    this.door = context.get(HostOriginGuard);
    this.addresses = context.get(ClientAddress, { strict: false });
    this.limits = context.get(RequestLimits, { strict: false });
  }

  /** @returns undefined where others answer */
  async answer(exchange: FunctionExchange): Promise<TextReply | undefined> {
    const { method, path } = exchange;
    const allow = METHOD_OF.get(path);
    if (allow === undefined) return undefined;
    if (method !== allow) return problem(405, {}, { allow });
    try {
      return json(200, await this.granted(exchange));
    } catch (error) {
      return this.refusal(error);
    }
  }

  private async granted({ path, headers, body = '', peer }: FunctionExchange): Promise<object> {
    const address = this.addresses.of({ socket: { remoteAddress: peer }, headers });
    this.door.check(headers);
    await this.limits.take(undefined, address);
    if (path === AUTHORIZE_PATH) this.endpoint.refuseToAuthorize();
    return this.endpoint.answer(headers, body, address);
  }

  private refusal(thrown: unknown): TextReply {
    const known = this.endpoint.refusal(thrown);
    if (known !== undefined) {
      const { status, headers, error, description } = known;
      this.logger.debug(`${status} ${error}: ${description}`);
      return json(status, { error, error_description: description }, headers);
    }
    const reference = randomUUID();
    const stack = thrown instanceof Error ? thrown.stack : String(thrown);
    this.logger.error(`A token request failed, reference ${reference}`, stack);
    const description = `Internal error. Reference: ${reference}`;
    return json(500, { error: 'server_error', error_description: description });
  }
}

function json(status: number, body: object, more: TextReply['headers'] = {}): TextReply {
  return {
    status,
    headers: {
      'content-type': 'application/json',
      'cache-control': 'no-store',
      pragma: 'no-cache',
      ...more,
    },
    body: JSON.stringify(body),
  };
}
