import { hasScopes, ProtectedResources, UnauthenticatedError, type Caller } from '@repo/auth';
import { HttpConfig, ServerConfig } from '@repo/config';
import { McpHost, ProtocolError, RefusedError } from '@repo/mcp-core';
import { Admission, ClientAddress, HostOriginGuard } from '@repo/mcp-edge';
import {
  HttpException,
  Injectable,
  type CanActivate,
  type ExecutionContext,
  type OnModuleInit,
} from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { AdminAuthenticator } from './admin-authenticator';
import {
  acceptBasicSignIn,
  BASIC_CHALLENGE,
  isAmbient,
  refuseForgery,
  withoutOwnOrigin,
} from './browser-sign-in';
import { isLocalRequest, isLocalServer } from './local-request';

declare module 'fastify' {
  interface FastifyRequest {
    /** The verified caller of an admin route; undefined for an anonymous one. */
    caller?: Caller;
  }
}

/** The scope that a route of the admin API needs; that of a method goes before that of its class. */
export const AdminScope = Reflector.createDecorator<string>();

/**
 * Lets in callers with the scope of the route. In development whoever sits at this machine needs no
 * token, unless something shows that others reach it too: see `isLocalRequest`. Host and origin are
 * checked as for MCP, or a page that a developer visits could read along (DNS rebinding).
 */
@Injectable()
export class AdminAccess implements CanActivate, OnModuleInit {
  constructor(
    private readonly hostOrigin: HostOriginGuard,
    private readonly admission: Admission,
    private readonly authenticator: AdminAuthenticator,
    private readonly addresses: ClientAddress,
    private readonly host: McpHost,
    private readonly resources: ProtectedResources,
    private readonly server: ServerConfig,
    private readonly http: HttpConfig,
    private readonly reflector: Reflector,
  ) {}

  /** After the MCP endpoints, of which the first stands for the whole server. */
  onModuleInit(): void {
    this.resources.at('/admin');
  }

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const http = context.switchToHttp();
    const request = http.getRequest<FastifyRequest>();
    const places = [context.getHandler(), context.getClass()];
    const scope = this.reflector.getAllAndOverride(AdminScope, places);
    let caller: Caller | undefined;
    try {
      this.hostOrigin.check(withoutOwnOrigin(request.headers));
      if (isAmbient(request.headers)) refuseForgery(request.raw);
      acceptBasicSignIn(request.raw.headers);
      const isOpen =
        this.server.environment === 'development' &&
        isLocalServer(this.server, this.http) &&
        isLocalRequest(request.raw);
      const demand = isOpen ? 'optional' : 'required';
      const resource = this.resources.at('/admin');
      caller = await this.admission.admit(request.raw, demand, resource, this.authenticator);
      if (caller !== undefined) checkScope(caller, scope);
      request.caller = caller;
      return true;
    } catch (error) {
      if (!(error instanceof ProtocolError)) throw error;
      this.recordRefusal(request, error, caller);
      const reply = http.getResponse<FastifyReply>().headers(error.headers ?? {});
      const isPage = request.headers.accept?.includes('text/html') === true;
      if (error.status === 401 && isPage) reply.header('www-authenticate', BASIC_CHALLENGE);
      throw new HttpException(error.message, error.status, { cause: error });
    }
  }

  private recordRefusal(
    { raw, headers, routeOptions }: FastifyRequest,
    error: ProtocolError,
    caller: Caller | undefined,
  ): void {
    const auth = error instanceof UnauthenticatedError ? error.caller : caller;
    const address = this.addresses.of(raw);
    this.host.refused({ error, headers, address, auth, route: routeOptions.url });
  }
}

function checkScope(caller: Caller, needed: string): void {
  if (hasScopes(caller, { scopes: [needed], anyScope: [] })) return;
  throw new RefusedError(`This needs the scope: ${needed}`, { detail: 'scopes' });
}
