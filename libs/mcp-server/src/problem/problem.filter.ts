import { randomUUID } from 'node:crypto';
import { stackOf } from '@repo/foundation';
import { Catch, Logger, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { problem, PROBLEM_JSON, type Problem } from '@repo/mcp-edge';
import { problemOf } from './problem-of';

/** Characters. No route of ours is as long, and the router would read all of them for each method. */
const MAX_ROUTE = 256;

/** What the router would take for a pattern of routes. */
const PATTERN = /[:*]/;

/** Answers every error of the HTTP routes with a problem (RFC 9457). */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  private readonly logger = new Logger(ProblemFilter.name);

  constructor(private readonly adapter: HttpAdapterHost) {}

  catch(thrown: unknown, context: ArgumentsHost): void {
    // A global filter also sees the errors of features, which the MCP engine answers.
    if (context.getType() !== 'http') throw thrown;
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const reply = context.switchToHttp().getResponse<FastifyReply>();

    let answer = problemOf(thrown) ?? this.fault(thrown);
    const allowed = answer.status === 404 ? this.methodsOf(request) : [];
    if (allowed.length > 0) {
      answer = problem(405);
      reply.header('allow', allowed.join(', '));
    }
    reply.code(answer.status).type(PROBLEM_JSON).send(JSON.stringify(answer));
  }

  private fault(thrown: unknown): Problem {
    const reference = randomUUID();
    const stack = stackOf(thrown);
    this.logger.error(`An HTTP request failed, reference ${reference}`, stack);
    return problem(500, { reference });
  }

  /** The methods that are served at a path where the request's own is not. */
  private methodsOf({ url }: FastifyRequest): string[] {
    const fastify = this.adapter.httpAdapter.getInstance<FastifyInstance>();
    const path = url.split('?', 1)[0] ?? '';
    if (path.length > MAX_ROUTE || PATTERN.test(path)) return [];
    return fastify.supportedMethods.filter((method) =>
      fastify.hasRoute({ method: method, url: path }),
    );
  }
}
