import type { HttpConfig } from '@repo/config';
import { problem, PROBLEM_JSON, type ClientAddress } from '@repo/mcp-edge';
import type { FastifyAdapter } from '@nestjs/platform-fastify';
import type { FastifyReply } from 'fastify';
import { declaredBytes } from './declared-bytes';
import type { UnfinishedBodies } from './unfinished-bodies';

/**
 * Bounds the bodies that are under way to the routes of Nest, which are read before anybody asks for a
 * token. Each counts as large as it says it will be, against its address.
 */
export function limitBodies(
  adapter: FastifyAdapter,
  bodies: UnfinishedBodies,
  addresses: ClientAddress,
  { maxRequestBytes }: HttpConfig,
): void {
  adapter.getInstance().addHook('onRequest', (request, reply, done) => {
    const bytes = Math.min(maxRequestBytes, declaredBytes(request.headers));
    if (bytes === 0) return done();
    const address = addresses.of(request.raw);
    const refused = bodies.acquire(address, bytes);
    if (refused !== undefined) return refuse(reply, refused);
    let isHeld = true;
    const release = () => {
      if (isHeld) bodies.release(address, bytes);
      isHeld = false;
    };
    request.raw.once('end', release);
    reply.raw.once('close', release);
    done();
  });
}

/** The rest of the body is still on its way, so the connection cannot be used again. */
function refuse(
  reply: FastifyReply,
  { status, message, headers }: { status: number; message: string; headers?: object | undefined },
): void {
  void reply
    .code(status)
    .headers({ ...headers, connection: 'close' })
    .type(PROBLEM_JSON)
    .send(JSON.stringify(problem(status, { detail: message })));
}
