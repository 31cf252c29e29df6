import { Injectable, type BeforeApplicationShutdown } from '@nestjs/common';
import type { HostedServer } from '../../hosted-server';
import { McpHost } from '../../mcp-host';
import { claimsModern } from '../../protocol/client';
import { parseJson, readMessage } from '../../protocol/json-rpc';
import { ErrorCode, InvalidRequestError, ProtocolError } from '../../protocol/protocol.error';
import { isModernRevision } from '../../protocol/revision';
import { SessionRegistry } from '../../sessions/session-registry';
import { StreamPermits } from '../../streams/stream-permits';
import {
  ACCEPTED,
  errorReply,
  header,
  type HttpHandler,
  type HttpReply,
  type HttpRequest,
} from './http-message';
import { LegacyHttp } from './legacy-http';
import { ModernHttp } from './modern-http';

/**
 * The MCP endpoint: answers any HTTP request to a server, in the era of the request.
 * Host, origin and caller are checked before; see `HttpRequest`.
 */
@Injectable()
export class McpHttpHost implements HttpHandler, BeforeApplicationShutdown {
  constructor(
    private readonly modern: ModernHttp,
    private readonly legacy: LegacyHttp,
    private readonly sessions: SessionRegistry,
    private readonly host: McpHost,
    private readonly streams: StreamPermits,
  ) {}

  /** Legacy sessions that this process holds. */
  get openSessions(): number {
    return this.sessions.size;
  }

  /** Modern subscriptions that are open in this process. */
  get openSubscriptions(): number {
    return this.modern.openSubscriptions;
  }

  /** Streams that wait for news: subscriptions, and the GET of sessions. */
  get openStreams(): number {
    return this.streams.size;
  }

  /** Of the main server. */
  handle(request: HttpRequest): Promise<HttpReply> {
    return this.answer(request, this.host.server());
  }

  /** @throws {Error} there is no server of this name */
  at(name: string): HttpHandler {
    const server = this.host.server(name);
    return { handle: (request) => this.answer(request, server) };
  }

  private async answer(request: HttpRequest, server: HostedServer): Promise<HttpReply> {
    try {
      switch (request.method) {
        case 'POST':
          return await this.post(request, server);
        case 'GET':
          return await this.legacy.get(request, server);
        case 'DELETE':
          return await this.legacy.delete(request, server);
        default:
          return this.legacy.refuse();
      }
    } catch (error) {
      if (!(error instanceof ProtocolError)) throw error;
      const { headers, auth, address } = request;
      this.host.refused({ error, headers, auth, address });
      return errorReply(error instanceof InvalidRequestError ? error.requestId : undefined, error);
    }
  }

  /** Streams end here, before the server waits for its connections to close. */
  beforeApplicationShutdown(): void {
    this.modern.close();
    this.sessions.disconnect();
  }

  private post(request: HttpRequest, server: HostedServer): HttpReply | Promise<HttpReply> {
    checkContentType(request);
    const text = request.body ?? '';
    request.body = undefined;
    const body = parseJson(text);
    const modernHeader = isModernRevision(header(request.headers, 'mcp-protocol-version') ?? '');
    if (Array.isArray(body)) {
      if (modernHeader)
        throw new InvalidRequestError('This revision has no batches: send one message.');
      return this.legacy.post(body, request, server);
    }
    const message = readMessage(body);
    const params = message.kind === 'response' ? {} : message.params;
    if (!modernHeader && !claimsModern(params)) return this.legacy.post(body, request, server);
    if (message.kind === 'request') return this.modern.handle(message, request, server);
    if (message.kind === 'notification') return ACCEPTED;
    // The id is this host's: an error with it would look like a response to the client's request.
    throw new InvalidRequestError('This revision has no responses of clients.');
  }
}

function checkContentType({ headers }: HttpRequest): void {
  const type = headers['content-type'];
  if (type !== undefined && /^application\/json\s*(?:;|$)/i.test(type)) return;
  throw new ProtocolError(ErrorCode.invalidRequest, 'Content-Type must be application/json.', {
    status: 415,
    outcome: 'invalid_input',
  });
}
