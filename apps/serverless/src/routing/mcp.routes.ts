import {
  Admission,
  ClientAddress,
  HostOriginGuard,
  originHeaders,
  preflightHeaders,
  ProtectedResources,
  withResourceMetadata,
  type AuthDemand,
  type ProtectedResource,
} from '@repo/auth';
import { AuthConfig, HttpConfig } from '@repo/config';
import { bodyTooLarge, McpHttpHost, type HttpReply } from '@repo/mcp-core';
import { Injectable } from '@nestjs/common';
import type { FunctionExchange } from './function-exchange';
import { McpRefusals } from './mcp-refusals';

/** An answer is for its caller alone. */
const PRIVATE = { 'x-content-type-options': 'nosniff', 'cache-control': 'no-store' };

interface Mount {
  readonly demand: AuthDemand;
  readonly resource: ProtectedResource;
}

/** The MCP endpoint: the same door, admission and host as those of the api. */
@Injectable()
export class McpRoutes {
  private readonly mounts: ReadonlyMap<string, Mount>;

  constructor(
    private readonly door: HostOriginGuard,
    private readonly admission: Admission,
    private readonly addresses: ClientAddress,
    private readonly host: McpHttpHost,
    private readonly refusals: McpRefusals,
    private readonly http: HttpConfig,
    { mcpAuth }: AuthConfig,
    resources: ProtectedResources,
  ) {
    this.mounts = new Map([
      ['/mcp', { demand: mcpAuth, resource: resources.at('/mcp') }],
      ['/mcp/protected', { demand: 'required', resource: resources.at('/mcp/protected') }],
    ]);
  }

  /** @returns undefined where no endpoint is */
  async answer(exchange: FunctionExchange): Promise<HttpReply | undefined> {
    const mount = this.mounts.get(exchange.path);
    if (mount === undefined) return undefined;
    let origin: string | undefined;
    let reply: HttpReply;
    try {
      origin = this.door.check(exchange.headers);
      reply = await this.served(exchange, mount);
    } catch (error) {
      reply = this.refusals.answer(error, exchange);
    }
    const { status, headers } = reply;
    const told =
      status === 401 || status === 403
        ? withResourceMetadata(status, headers, mount.resource)
        : headers;
    return {
      ...reply,
      headers: { ...PRIVATE, ...(origin === undefined ? {} : originHeaders(origin)), ...told },
    };
  }

  private async served(exchange: FunctionExchange, mount: Mount): Promise<HttpReply> {
    const { method, headers, body } = exchange;
    if (method === 'OPTIONS') {
      return {
        status: 204,
        headers: preflightHeaders(header(headers['access-control-request-headers'])),
      };
    }
    const arrival = { socket: { remoteAddress: exchange.peer }, headers };
    const { maxRequestBytes } = this.http;
    exchange.auth = await this.admission.admit(arrival, mount.demand, mount.resource);
    exchange.address = exchange.auth === undefined ? this.addresses.of(arrival) : undefined;
    if (body !== undefined && Buffer.byteLength(body) > maxRequestBytes) {
      throw bodyTooLarge(maxRequestBytes);
    }
    return this.host.handle(exchange);
  }
}

function header(value: string | string[] | undefined): string | undefined {
  return Array.isArray(value) ? value.join(', ') : value;
}
