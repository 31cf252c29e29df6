import { BlockList, isIPv6 } from 'node:net';
import { Authenticator, hasScopes, ProtectedResources, type Caller } from '@acme/auth';
import { ServerConfig } from '@acme/config';
import { ProtocolError } from '@acme/mcp-core';
import {
  ForbiddenException,
  HttpException,
  Injectable,
  type CanActivate,
  type ExecutionContext,
} from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { FrontDoor } from '../mcp/front-door';

/** The scope that a route of the admin API needs. */
export const AdminScope = Reflector.createDecorator<string>();

const loopback = new BlockList();
loopback.addSubnet('127.0.0.0', 8, 'ipv4');
loopback.addAddress('::1', 'ipv6');

/**
 * Lets in callers with the scope of the route. In development whoever sits at this machine needs no
 * token: by the address of the socket, since anybody may write any header. Host and origin are
 * checked as for MCP, or a page that a developer visits could read along (DNS rebinding).
 */
@Injectable()
export class AdminAccess implements CanActivate {
  constructor(
    private readonly door: FrontDoor,
    private readonly authenticator: Authenticator,
    private readonly resources: ProtectedResources,
    private readonly server: ServerConfig,
    private readonly reflector: Reflector,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const http = context.switchToHttp();
    const request = http.getRequest<FastifyRequest>();
    const scope = this.reflector.get(AdminScope, context.getClass());
    try {
      this.door.check(request.headers);
      const isOpen = this.isLocalDevelopment(request);
      const demand = isOpen ? 'optional' : 'required';
      const resource = this.resources.at('/admin');
      const caller = await this.authenticator.authenticate(request.headers, demand, resource);
      if (caller !== undefined) checkScope(caller, scope);
      return true;
    } catch (error) {
      if (!(error instanceof ProtocolError)) throw error;
      http.getResponse<FastifyReply>().headers(error.headers ?? {});
      throw new HttpException(error.message, error.status, { cause: error });
    }
  }

  private isLocalDevelopment({ socket }: FastifyRequest): boolean {
    const { remoteAddress } = socket;
    if (this.server.environment !== 'development' || remoteAddress === undefined) return false;
    return loopback.check(remoteAddress, isIPv6(remoteAddress) ? 'ipv6' : 'ipv4');
  }
}

function checkScope(caller: Caller, needed: string): void {
  if (hasScopes(caller, { scopes: [needed], anyScope: [] })) return;
  throw new ForbiddenException(`This needs the scope: ${needed}`);
}
