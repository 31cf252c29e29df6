import type { RequestListener, ServerResponse } from 'node:http';
import { MinuteSums, type Clock, type MinuteSum } from '@repo/foundation';
import type { ClientAddress } from '@repo/mcp-edge';
import { requestIdOf, withRequestId, type RootLogger } from '@repo/telemetry';
import type { FastifyAdapter } from '@nestjs/platform-fastify';
import type { FastifyReply, FastifyRequest } from 'fastify';

/** Asked every few seconds, by machines. */
const PROBED = ['/health', '/metrics'];

/** Characters of a path in the log. No route of ours is as long; a client's may have 16 KiB. */
const MAX_PATH = 256;

/** Of a connection that was closed before the answer: the number is nginx's. */
const CLOSED = 499;

/** Methods that change nothing. */
const SAFE: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS']);

interface HttpLogLine {
  readonly requestId: string;
  readonly method: string;
  readonly path: string;
  readonly status: number;
  readonly durationMs: number;
  readonly address: string;
}

/**
 * The log of HTTP requests but for those of MCP, which have observers of their own: a line each, and
 * a request id. What anybody can cause as often as they like, refusals and reads, is summed beyond
 * ten lines a minute of one address and status; changes and faults have a line each always.
 */
export class HttpLog {
  private readonly sums: MinuteSums<HttpLogLine>;

  constructor(
    private readonly logger: RootLogger,
    private readonly addresses: ClientAddress,
    clock: Clock,
    /** `ACCESS_LOG`: without it only faults of the server have lines. */
    private readonly isOn = true,
  ) {
    this.sums = new MinuteSums(clock, (sum) => this.writeSum(sum));
  }

  /** For the routes of Nest. */
  install(adapter: FastifyAdapter): void {
    adapter.setOnRequestHook((request: FastifyRequest, reply: FastifyReply, done: () => void) => {
      reply.header('x-request-id', request.id);
      withRequestId(request.id, done);
    });
    adapter.setOnResponseHook((request: FastifyRequest, reply: FastifyReply, done: () => void) => {
      const { id: requestId, method, url, raw } = request;
      const { statusCode: status, elapsedTime: durationMs } = reply;
      const address = this.addresses.of(raw);
      this.write({ requestId, method, path: pathOf(url), status, durationMs, address });
      done();
    });
  }

  /** For a listener of `node:http`. */
  of(listener: RequestListener): RequestListener {
    return (request, response) => {
      const { method = '', url = '', headers } = request;
      const requestId = requestIdOf(headers);
      const startedAt = performance.now();
      const address = this.addresses.of(request);
      response.setHeader('x-request-id', requestId);
      response.once('close', () => {
        const durationMs = performance.now() - startedAt;
        const status = statusOf(response);
        this.write({ requestId, method, path: pathOf(url), status, durationMs, address });
      });
      withRequestId(requestId, () => void listener(request, response));
    };
  }

  /** Writes the sums that wait for the end of their minute. */
  flush(): void {
    this.sums.flush();
  }

  private write(line: HttpLogLine): void {
    const { method, path, status, address } = line;
    const level = levelOf(path, status);
    if (!this.isOn && level !== 'error') return;
    const isSummed = isRefusal(status) || (status < 400 && SAFE.has(method));
    if (level !== 'debug' && isSummed && !this.sums.isWhole(address, `${status}`, line)) return;
    this.logger[level](line, 'http request');
  }

  private writeSum({ at, count, like, isOfMany }: MinuteSum<HttpLogLine>): void {
    const { method, path, status, address } = like;
    const first = `${method} ${path}`;
    const minute = new Date(at).toISOString();
    const line = { status, address: isOfMany ? undefined : address, count, minute, first };
    this.logger[levelOf(path, status)](line, 'further http requests');
  }
}

/** The query is left out: it is where tokens end up that should not be in a URL. */
function pathOf(url: string): string {
  const path = url.split('?', 1)[0] ?? '';
  return path.length > MAX_PATH ? `${path.slice(0, MAX_PATH)}…` : path;
}

function statusOf({ headersSent, statusCode }: ServerResponse): number {
  return headersSent ? statusCode : CLOSED;
}

function isRefusal(status: number): boolean {
  return (status >= 400 && status < 500) || status === 503;
}

function levelOf(path: string, status: number): 'debug' | 'info' | 'warn' | 'error' {
  if (status >= 500) return status === 503 ? 'warn' : 'error';
  return PROBED.some((probed) => path.startsWith(probed)) ? 'debug' : 'info';
}
