import { Readable } from 'node:stream';
import { Injectable } from '@nestjs/common';
import { McpConfig } from '@repo/config';
import type { Engine } from '../../engine/engine';
import type { HostedServer } from '../../hosted-server';
import { McpHost } from '../../mcp-host';
import { noBatch, readBatch } from '../../protocol/batch';
import { readMessage, type JsonRpcMessage, type JsonRpcRequest } from '../../protocol/json-rpc';
import { quote } from '@repo/foundation';
import { ErrorCode, InvalidRequestError, ProtocolError } from '../../protocol/protocol.error';
import { ASSUMED_LEGACY_REVISION, BATCH_REVISION, LEGACY_REVISIONS } from '../../protocol/revision';
import { LegacySession } from '../../sessions/legacy-session';
import type { LiveSession } from '../../sessions/live-session';
import { SessionRegistry } from '../../sessions/session-registry';
import { EVENT_STREAM_HEADERS, EventStream } from '../../streams/event-stream';
import { Heartbeat } from '../../streams/heartbeat';
import { StreamPermits } from '../../streams/stream-permits';
import { CLIENT_GONE, HttpResponseChannel } from './http-response-channel';
import {
  ACCEPTED,
  acceptsStream,
  errorReply,
  header,
  NotAcceptableError,
  type HttpReply,
  type HttpRequest,
} from './http-message';
import { SessionResponseChannel } from './session-response-channel';

/**
 * Tells a client not to resume a stream. For an empty stream, clients of the SDK would reconnect
 * without an id, and so replace their own GET stream.
 *
 * @see https://html.spec.whatwg.org/multipage/server-sent-events.html#server-sent-events-intro
 */
const NO_MORE_EVENTS: HttpReply = { status: 204, headers: {} };

/**
 * Streamable HTTP of 2025-11-25 and older: with sessions, or, where they are off, each request by
 * itself with what needs no session.
 *
 * @see https://modelcontextprotocol.io/specification/2025-11-25/basic/transports
 */
@Injectable()
export class LegacyHttp {
  constructor(
    private readonly sessions: SessionRegistry,
    private readonly heartbeat: Heartbeat,
    private readonly streams: StreamPermits,
    private readonly config: McpConfig,
    private readonly host: McpHost,
  ) {}

  /** @throws {ProtocolError} */
  async post(body: unknown, http: HttpRequest, server: HostedServer): Promise<HttpReply> {
    const revision = readRevision(http);
    const sessionId = header(http.headers, 'mcp-session-id');
    if (sessionId !== undefined) {
      return this.inSession(await this.session(http, server), body, http, server);
    }

    const message = Array.isArray(body) ? undefined : readMessage(body);
    if (message?.kind === 'request' && message.method === 'initialize') {
      return this.initialize(message, http, server).catch((error: unknown) => {
        if (error instanceof ProtocolError) return errorReply(message.id, error);
        throw error;
      });
    }
    if (this.config.sessions) {
      throw new InvalidRequestError(
        'Header Mcp-Session-Id is missing. Open a session by "initialize".',
      );
    }
    if (message === undefined) throw noBatch();
    return this.withoutSession(message, http, server, revision ?? ASSUMED_LEGACY_REVISION);
  }

  /**
   * Opens the standalone stream, or resumes a stream that was lost.
   *
   * @throws {ProtocolError}
   */
  async get(http: HttpRequest, server: HostedServer): Promise<HttpReply> {
    if (!this.config.sessions) return this.refuse();
    if (!acceptsStream(http)) throw new NotAcceptableError();
    readRevision(http);
    const live = await this.session(http, server);
    this.streams.acquire(http);
    const connection = new EventStream();
    const lastEventId = header(http.headers, 'last-event-id');
    if (lastEventId === undefined) await live.connect(connection);
    else {
      const outcome = await live.resume(lastEventId, connection);
      if (outcome === 'ended') return NO_MORE_EVENTS;
      if (outcome === 'unknown') throw unknownEvent(lastEventId);
    }
    this.heartbeat.add(connection);
    connection.once('close', () => this.heartbeat.remove(connection));
    return { status: 200, headers: EVENT_STREAM_HEADERS, body: connection };
  }

  /** @throws {ProtocolError} */
  async delete(http: HttpRequest, server: HostedServer): Promise<HttpReply> {
    if (!this.config.sessions) return this.refuse();
    readRevision(http);
    await this.sessions.end(await this.session(http, server));
    return { status: 200, headers: {} };
  }

  /** Refuses an HTTP method, and names those that are allowed. */
  refuse(): HttpReply {
    const allow = this.config.sessions ? 'GET, POST, DELETE' : 'POST';
    const error = new ProtocolError(ErrorCode.invalidRequest, `Method not allowed. Use ${allow}.`, {
      status: 405,
      headers: { allow },
    });
    return errorReply(undefined, error);
  }

  private async session(http: HttpRequest, { name }: HostedServer): Promise<LiveSession> {
    const id = header(http.headers, 'mcp-session-id');
    if (id === undefined) throw new InvalidRequestError('Header Mcp-Session-Id is missing.');
    const found = this.config.sessions ? await this.sessions.find(id, http, name) : undefined;
    if (found !== undefined) return found;
    throw new ProtocolError(
      ErrorCode.invalidRequest,
      'Unknown session. Open a new one by "initialize".',
      {
        status: 404,
        outcome: 'invalid_input',
      },
    );
  }

  private async initialize(
    message: JsonRpcRequest,
    http: HttpRequest,
    { engine, name }: HostedServer,
  ): Promise<HttpReply> {
    const channel = new HttpResponseChannel(false, http.headers);
    if (!this.config.sessions) {
      const session = LegacySession.open('', message.params, http.auth, name);
      return channel.serve(
        engine,
        message,
        session.client(http.auth, http.address),
        this.heartbeat,
      );
    }
    const { session } = await this.sessions.open(traced(message.params, http), http, name);
    const reply = await channel.serve(
      engine,
      message,
      session.client(http.auth, http.address),
      this.heartbeat,
    );
    return { ...reply, headers: { ...reply.headers, 'mcp-session-id': session.id } };
  }

  private async inSession(
    live: LiveSession,
    body: unknown,
    http: HttpRequest,
    { engine }: HostedServer,
  ): Promise<HttpReply> {
    if (!Array.isArray(body)) {
      return this.take(live, readMessage(body), http, engine, acceptsStream(http));
    }
    if (live.session.protocolRevision !== BATCH_REVISION) throw noBatch();
    const messages = readBatch(body);
    await this.host.countFurther(http, messages.length - 1);
    const replies = await Promise.all(
      messages.map((message) => this.take(live, message, http, engine, false)),
    );
    const answers = replies.flatMap(({ body }) =>
      body === undefined || body instanceof Readable ? [] : [body.toString()],
    );
    if (answers.length === 0) return ACCEPTED;
    return {
      status: 200,
      headers: { 'content-type': 'application/json' },
      body: `[${answers.join(',')}]`,
    };
  }

  private async take(
    live: LiveSession,
    message: JsonRpcMessage,
    http: HttpRequest,
    engine: Engine,
    mayStream: boolean,
  ): Promise<HttpReply> {
    if (message.kind !== 'request') {
      await live.receive(message);
      return ACCEPTED;
    }
    if (message.method === 'initialize') {
      throw new InvalidRequestError('This session is open already.', message.id);
    }
    const { session } = live;
    const channel = new SessionResponseChannel(live, message.id, mayStream, http.headers);
    const client = session.client(http.auth, http.address);
    return channel.serve(engine, message, client, this.heartbeat, session);
  }

  private withoutSession(
    message: JsonRpcMessage,
    http: HttpRequest,
    { engine }: HostedServer,
    revision: string,
  ): Promise<HttpReply> | HttpReply {
    if (message.kind !== 'request') return ACCEPTED;
    const channel = new HttpResponseChannel(acceptsStream(http), http.headers);
    const client = {
      era: 'legacy' as const,
      revision,
      capabilities: {},
      logLevel: 'info' as const,
      auth: http.auth,
      address: http.address,
    };
    const reply = channel.serve(engine, message, client, this.heartbeat);
    http.onDisconnect(() => channel.cancellation.cancel(CLIENT_GONE));
    return reply;
  }
}

/** With the trace that the header names, where the message names none. */
function traced(params: JsonRpcRequest['params'], { headers }: HttpRequest) {
  const { traceparent } = headers;
  if (traceparent === undefined) return params;
  return { ...params, _meta: { traceparent, ...(params['_meta'] as object | undefined) } };
}

/** @throws {InvalidRequestError} the header names a revision that is not served */
function readRevision({ headers }: HttpRequest): string | undefined {
  const revision = header(headers, 'mcp-protocol-version');
  if (revision === undefined || LEGACY_REVISIONS.includes(revision)) return revision;
  throw new InvalidRequestError(
    `MCP-Protocol-Version ${quote(revision)} is not served here; use one of ${LEGACY_REVISIONS.join(', ')}.`,
  );
}

function unknownEvent(lastEventId: string): ProtocolError {
  return new InvalidRequestError(`Last-Event-ID ${quote(lastEventId)} is unknown to this server.`);
}
