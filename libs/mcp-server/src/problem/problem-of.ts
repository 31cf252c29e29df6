import { HttpException, NotFoundException } from '@nestjs/common';
import { problem, type Problem } from '@repo/mcp-edge';

/**
 * What may be told of something thrown.
 *
 * @returns undefined for a fault of ours: all that is told of one is its reference
 */
export function problemOf(thrown: unknown): Problem | undefined {
  if (thrown instanceof HttpException) return ofHttpException(thrown);
  const { statusCode, message } = thrown as { statusCode?: unknown; message?: unknown };
  // Fastify's refusals: a body too large, of an unknown type, no JSON.
  if (typeof statusCode !== 'number' || statusCode < 400 || statusCode > 499) return undefined;
  return problem(statusCode, { detail: String(message) });
}

function ofHttpException(exception: HttpException): Problem | undefined {
  const status = exception.getStatus();
  const body = exception.getResponse();
  const checks = typeof body === 'object' && 'details' in body ? body.details : undefined;
  if (checks !== undefined) return problem(status, { checks });
  if (status >= 500 && status !== 503) return undefined;
  const errors = typeof body === 'object' && 'errors' in body ? body.errors : undefined;
  return problem(status, { detail: detailOf(exception, body), errors });
}

/** Nest's own not-found repeats method and path, which the client knows. */
function detailOf(exception: HttpException, body: string | object): string | undefined {
  if (exception instanceof NotFoundException && exception.message.startsWith('Cannot '))
    return undefined;
  const message = typeof body === 'object' && 'message' in body ? body.message : body;
  return Array.isArray(message) ? message.join('; ') : String(message);
}
