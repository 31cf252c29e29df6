import type { IncomingHttpHeaders } from 'node:http';
import type { Engine } from '../../engine/engine';
import { Cancellation } from '../../protocol/cancellation';
import type { ResponseChannel, SessionState } from '../../protocol/mcp-request';
import type { Client } from '../../protocol/client';
import type { RequestId } from '../../protocol/request-id';
import {
  errorFrame,
  notificationFrame,
  resultFrame,
  type JsonRpcRequest,
  type Params,
} from '../../protocol/json-rpc';
import type { PreEncodedFrame } from '../../protocol/pre-encoded-json';
import {
  CancelledError,
  MethodNotFoundError,
  type ProtocolError,
} from '../../protocol/protocol.error';
import { EVENT_STREAM_HEADERS, EventStream } from '../../streams/event-stream';
import type { HeartbeatTarget, Heartbeat } from '../../streams/heartbeat';
import { ACCEPTED, errorReply, jsonReply, type HttpReply } from './http-message';

/** Where the frames of a streamed response go. */
export interface FrameSink {
  send(frame: string): void;
  /** Ends the stream, with a last frame where there is one. */
  finish(frame?: string): void;
}

export const CLIENT_GONE = new CancelledError('The client has gone.');

/** The response of one request: JSON, or an event stream from the first notification on. */
export class HttpResponseChannel implements ResponseChannel, HeartbeatTarget {
  readonly cancellation = new Cancellation();
  private sink?: FrameSink;
  private connection?: EventStream;
  private onStream?: (reply: HttpReply) => void;
  private isAnswered = false;

  constructor(
    private readonly canStream: boolean,
    readonly headers?: IncomingHttpHeaders,
  ) {}

  get isStreaming(): boolean {
    return this.sink !== undefined;
  }

  /**
   * Has the engine handle the request, and replies with the first message: a notification, which
   * opens a stream, or the result.
   */
  serve(
    engine: Engine,
    message: JsonRpcRequest,
    client: Client,
    heartbeat: Heartbeat,
    session?: SessionState,
  ): Promise<HttpReply> {
    const { id, method, params } = message;
    heartbeat.add(this);
    return new Promise((resolve) => {
      this.onStream = resolve;
      void engine.handle({ id, method, params, client, channel: this, session }).then(
        (result) => this.answered(this.end(resultFrame(id, result)), heartbeat, resolve),
        (error: ProtocolError) => this.answered(this.failed(id, error, client), heartbeat, resolve),
      );
    });
  }

  notify(method: string, params: Params): void {
    if (!this.canStream || this.isAnswered || this.cancellation.reason !== undefined) return;
    this.stream().send(notificationFrame(method, params));
  }

  /** Turns the response of a long call into a stream, whose comments keep the connection open. */
  onHeartbeat(): void {
    if (!this.canStream) return;
    this.stream();
    this.connection?.onHeartbeat();
  }

  /** The stream of the response; opened at its first use. */
  protected stream(): FrameSink {
    if (this.sink === undefined) {
      this.connection = new EventStream();
      this.sink = this.connect(this.connection);
      this.onStream?.({ status: 200, headers: EVENT_STREAM_HEADERS, body: this.connection });
    }
    return this.sink;
  }

  /** The call has ended; its response may have begun long before. */
  protected ended(): void {
    // Without a session there is nothing to clean up.
  }

  /** Without a session the stream cannot be resumed: when it closes, the call is cancelled. */
  protected connect(connection: EventStream): FrameSink {
    connection.once('close', () => this.cancellation.cancel(CLIENT_GONE));
    return {
      send: (frame) => connection.send(frame),
      finish: (frame) => {
        if (frame !== undefined) connection.send(frame);
        connection.finish();
      },
    };
  }

  /** @param resolve has no effect on a response that streams */
  private answered(
    reply: HttpReply,
    heartbeat: Heartbeat,
    resolve: (reply: HttpReply) => void,
  ): void {
    this.isAnswered = true;
    heartbeat.remove(this);
    this.ended();
    resolve(reply);
  }

  private failed(id: RequestId, error: ProtocolError, client: Client): HttpReply {
    return this.sink === undefined && !this.cancellation.isUnanswered
      ? errorReply(id, error, statusOf(error, client))
      : this.end(errorFrame(id, error));
  }

  private end(frame: string | PreEncodedFrame): HttpReply {
    if (this.cancellation.isUnanswered) {
      this.sink?.finish();
      return ACCEPTED;
    }
    this.sink?.finish(frame.toString());
    return jsonReply(frame);
  }
}

/** Before 2026-07-28 an unknown method was reported in the body of a 200. */
function statusOf(error: ProtocolError, { era }: Client): number {
  return era === 'legacy' && error instanceof MethodNotFoundError ? 200 : error.status;
}
