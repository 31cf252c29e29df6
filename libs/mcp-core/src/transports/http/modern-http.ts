import { Injectable } from '@nestjs/common';
import type { Catalog } from '../../catalog/catalog';
import type { ToolFeature } from '../../features/feature';
import type { HostedServer } from '../../hosted-server';
import { McpHost } from '../../mcp-host';
import { readModernClient, type Client } from '../../protocol/client';
import type { JsonRpcRequest } from '../../protocol/json-rpc';
import { ProtocolError } from '../../protocol/protocol.error';
import type { Engine } from '../../engine/engine';
import { Heartbeat } from '../../streams/heartbeat';
import { StreamPermits } from '../../streams/stream-permits';
import { HostStopping, LISTEN, subscriptionOf } from '../../engine/listen';
import { CLIENT_GONE, HttpResponseChannel } from './http-response-channel';
import {
  acceptsStream,
  errorReply,
  NotAcceptableError,
  type HttpReply,
  type HttpRequest,
} from './http-message';
import { checkParameterHeaders, checkRequestHeaders } from './request-headers';

/** Streamable HTTP of 2026-07-28: every request is independent. */
@Injectable()
export class ModernHttp {
  private readonly subscriptions = new Set<HttpResponseChannel>();

  constructor(
    private readonly host: McpHost,
    private readonly heartbeat: Heartbeat,
    private readonly streams: StreamPermits,
  ) {}

  get openSubscriptions(): number {
    return this.subscriptions.size;
  }

  handle(
    message: JsonRpcRequest,
    http: HttpRequest,
    { engine }: HostedServer,
  ): HttpReply | Promise<HttpReply> {
    try {
      checkRequestHeaders(http.headers, message, engine);
      const tool = toolWithHeaders(message, engine.catalog);
      if (tool === undefined) return this.serve(message, http, engine);
      return this.checkHeadersOf(tool, message, http)
        .then(() => this.serve(message, http, engine))
        .catch((error: unknown) => this.refuse(error, message, http));
    } catch (error) {
      return this.refuse(error, message, http);
    }
  }

  /** Ends the subscriptions gracefully: their clients reconnect to another process. */
  close(): void {
    for (const { cancellation } of this.subscriptions) cancellation.cancel(new HostStopping());
  }

  private serve(message: JsonRpcRequest, http: HttpRequest, engine: Engine): Promise<HttpReply> {
    const client = readModernClient(message.params, http.auth, http.address);
    if (message.method === LISTEN) return this.listen(message, client, http, engine);
    const channel = new HttpResponseChannel(acceptsStream(http), http.headers);
    const reply = channel.serve(engine, message, client, this.heartbeat);
    http.onDisconnect(() => channel.cancellation.cancel(CLIENT_GONE));
    return reply;
  }

  private async checkHeadersOf(
    tool: ToolFeature,
    { params }: JsonRpcRequest,
    http: HttpRequest,
  ): Promise<void> {
    // A hidden tool must not show by its headers.
    if (await this.host.hides(tool, http.auth)) return;
    checkParameterHeaders(http.headers, tool.headers, params['arguments']);
  }

  private refuse(error: unknown, { id }: JsonRpcRequest, http: HttpRequest): HttpReply {
    if (!(error instanceof ProtocolError)) throw error;
    const { headers, auth, address } = http;
    this.host.refused({ error, headers, auth, address });
    return errorReply(id, error);
  }

  private listen(
    request: JsonRpcRequest,
    caller: Client,
    http: HttpRequest,
    engine: Engine,
  ): Promise<HttpReply> {
    // Its response is a stream: without one the client would wait forever.
    if (!acceptsStream(http)) throw new NotAcceptableError();
    const { message, client } = subscriptionOf(request, caller, engine.subscriptions);
    this.streams.acquire(http);
    const channel = new HttpResponseChannel(true);
    const reply = channel.serve(engine, message, client, this.heartbeat);
    this.subscriptions.add(channel);
    http.onDisconnect(() => {
      channel.cancellation.cancel(CLIENT_GONE);
      this.subscriptions.delete(channel);
    });
    return reply;
  }
}

function toolWithHeaders(
  { method, params }: JsonRpcRequest,
  { tools }: Catalog,
): ToolFeature | undefined {
  if (method !== 'tools/call') return undefined;
  const tool = tools.get(params['name'] as string);
  return tool !== undefined && tool.headers.length > 0 ? tool : undefined;
}
