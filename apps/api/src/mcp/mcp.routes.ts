import type { RequestListener } from 'node:http';
import { Readable } from 'node:stream';
import {
  Admission,
  ClientAddress,
  HostOriginGuard,
  withResourceMetadata,
  type Caller,
  type ProtectedResource,
} from '@repo/auth';
import { HttpConfig } from '@repo/config';
import type { HttpReply } from '@repo/mcp-core';
import { Injectable } from '@nestjs/common';
import {
  fastify,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
  type HookHandlerDoneFunction,
} from 'fastify';
import { withoutSchemas } from '../http/without-schemas';
import { CallsInFlight } from './calls-in-flight';
import { allowOrigin, answerPreflight } from './cors';
import { McpErrors, refuseMethod, SERVED_METHODS } from './mcp-errors';
import { FastifyMcpRequest } from './fastify-mcp-request';
import type { Mount } from './mounts';
import { sendReply } from './mcp-reply';
import { OpenStreams } from './open-streams';
import { readBody } from './read-body';

/**
 * The MCP endpoint as plain routes of a Fastify instance of its own. A Nest controller with a guard
 * would cost each call as much again as a whole raw HTTP exchange; see also `FrontServer`.
 */
@Injectable()
export class McpRoutes {
  constructor(
    private readonly door: HostOriginGuard,
    private readonly admission: Admission,
    private readonly calls: CallsInFlight,
    private readonly streams: OpenStreams,
    private readonly addresses: ClientAddress,
    private readonly errors: McpErrors,
    private readonly http: HttpConfig,
  ) {}

  /** What answers requests to the paths of these. */
  async listener(mounts: readonly Mount[]): Promise<RequestListener> {
    const router = fastify({ logger: false, ...withoutSchemas });
    router.decorateRequest('caller', undefined);
    router.setErrorHandler(this.errors.answer);
    // Only requests to the paths below come here: what is not found is a method.
    router.setNotFoundHandler(refuseMethod);
    router.removeAllContentTypeParsers();
    for (const mount of mounts) this.addRoutes(router, mount);
    await router.ready();
    return (request, response) => router.routing(request, response);
  }

  private addRoutes(router: FastifyInstance, mount: Mount): void {
    const { path: url } = mount;
    router.route({
      method: [...SERVED_METHODS],
      url,
      exposeHeadRoute: false,
      onRequest: this.admitter(mount),
      preParsing: this.server(mount),
      handler: nothing,
    });
    router.route({ method: 'OPTIONS', url, onRequest: this.preflight, handler: nothing });
  }

  /** Before the body is read, so that nobody sends megabytes without being let in. */
  private admitter({ demand, resource }: Mount) {
    return (request: FastifyRequest, reply: FastifyReply, done: HookHandlerDoneFunction): void => {
      const { headers } = request;
      const origin = this.door.check(headers);
      if (origin !== undefined) allowOrigin(reply, origin);
      const caller = this.admission.admit(request.raw, demand, resource);
      if (caller instanceof Promise) return admitLater(request, caller, done);
      request.caller = caller;
      done();
    };
  }

  /**
   * Stands where Fastify would parse the body, and answers there. Its parser binds an
   * `AsyncResource` for each request, which on Node 20 costs a tenth of a whole call; content types
   * and JSON are the host's to judge anyway, in the words of the protocol.
   */
  private server({ handler, resource }: Mount) {
    const serve = (request: FastifyRequest, reply: FastifyReply, body?: string): void => {
      const { caller, raw } = request;
      // A caller who is known is limited by that, not by where it is.
      const address = caller === undefined ? this.addresses.of(raw) : undefined;
      const exchange = new FastifyMcpRequest(request, reply, body, address);
      if (exchange.isCall) this.count(exchange);
      handler
        .handle(exchange)
        .then((answer) => {
          if (answer.body instanceof Readable) this.streams.add(reply.raw, caller);
          sendReply(reply, challenged(answer, resource));
        })
        .catch((error: Error) => reply.send(error));
    };
    return (request: FastifyRequest, reply: FastifyReply): void => {
      if (request.method !== 'POST') return serve(request, reply);
      readBody(request.raw, this.http.maxRequestBytes, (error, body) => {
        if (error !== undefined) reply.send(error);
        else serve(request, reply, body);
      });
    };
  }

  private count(exchange: FastifyMcpRequest): void {
    this.calls.begin();
    exchange.onDisconnect(this.calls.end);
  }

  private readonly preflight = (request: FastifyRequest, reply: FastifyReply): void => {
    const origin = this.door.check(request.headers);
    if (origin !== undefined) allowOrigin(reply, origin);
    answerPreflight(reply, request.headers['access-control-request-headers']);
  };
}

/** The first request with a credential waits for its verification; most others wait for nothing. */
function admitLater(
  request: FastifyRequest,
  caller: Promise<Caller | undefined>,
  done: HookHandlerDoneFunction,
): void {
  caller.then((verified) => {
    request.caller = verified;
    done();
  }, done);
}

/** A refusal from further inside says as well where its client can sign in. */
function challenged(answer: HttpReply, resource: ProtectedResource): HttpReply {
  const { status, headers } = answer;
  if (status !== 401 && status !== 403) return answer;
  return { ...answer, headers: withResourceMetadata(status, headers, resource) };
}

/** For routes whose hooks answer. */
function nothing(): void {}
