import { actorOf, localActor, type Actor } from '@repo/auth/clients';
import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';

/** Who sends a request that `AdminAccess` let in: without a token it is who sits at this machine. */
export const CurrentActor = createParamDecorator(
  (_data: unknown, context: ExecutionContext): Actor => {
    const { caller } = context.switchToHttp().getRequest<FastifyRequest>();
    return caller === undefined ? localActor('local development') : actorOf(caller);
  },
);
