import type { IncomingMessage } from 'node:http';
import { RequestLimits } from '@repo/auth';
import { SignIn } from '@repo/auth/sign-in';
import { HttpConfig, ServerConfig, SignInConfig } from '@repo/config';
import { isObject } from '@repo/foundation';
import { ProtocolError } from '@repo/mcp-core';
import { ClientAddress, HostOriginGuard } from '@repo/mcp-edge';
import {
  All,
  Controller,
  ForbiddenException,
  HttpException,
  NotFoundException,
  Req,
  Res,
} from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { isLocalRequest, isLocalServer } from '../admin/local-request';

/** The pages of the sign-in. Where nobody signs in here there are none. */
@ApiExcludeController()
@Controller('oauth')
export class SignInController {
  constructor(
    private readonly signIn: SignIn,
    private readonly guard: HostOriginGuard,
    private readonly addresses: ClientAddress,
    private readonly limits: RequestLimits,
    private readonly config: SignInConfig,
    private readonly server: ServerConfig,
    private readonly http: HttpConfig,
  ) {}

  @All('*')
  async handle(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const { raw, body } = request;
    if (!this.signIn.isOn) throw new NotFoundException();
    await this.admit(raw);
    if (this.config.hasSamplePeople) this.refuseStrangers(raw);
    reply.hijack();
    await this.signIn.handle(raw, reply.raw, new URLSearchParams(fieldsOf(body)));
  }

  /** @throws {HttpException} it comes by another host, or too often */
  private async admit(request: IncomingMessage): Promise<void> {
    try {
      // The pages look at the origin of their forms themselves: it is this server.
      this.guard.check({ host: request.headers.host });
      await this.limits.take(undefined, this.addresses.of(request));
    } catch (error) {
      if (!(error instanceof ProtocolError)) throw error;
      throw new HttpException(error.message, error.status, { cause: error });
    }
  }

  /** They have no passwords: through a tunnel, anybody would be an administrator. */
  private refuseStrangers(request: IncomingMessage): void {
    if (isLocalServer(this.server, this.http) && isLocalRequest(request)) return;
    throw new ForbiddenException(
      'The sample people sign in at the machine of this server alone. Set AUTH_PROVIDERS for real ones.',
    );
  }
}

/** Of a form, as the parser has them; whoever sends a field twice is not one of our pages. */
function fieldsOf(body: unknown): Record<string, string> {
  const fields = Object.entries(isObject(body) ? body : {});
  return Object.fromEntries(
    fields.filter((field): field is [string, string] => typeof field[1] === 'string'),
  );
}
