import type { Engine } from '../../engine/engine';
import { Cancellation } from '../../protocol/cancellation';
import type { ResponseChannel, SessionState } from '../../protocol/mcp-request';
import type { Client } from '../../protocol/client';
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
import { errorReply, jsonReply, type HttpReply } from './http-message';

/** Where the frames of a streamed response go. */
export interface FrameSink {
  send(frame: string): void;
  /** Sends the last frame. */
  finish(frame: string): void;
}

export const CLIENT_GONE = new CancelledError('The client has gone.');

/** The response of one request: JSON, or an event stream from the first notification on. */
export class HttpResponseChannel implements ResponseChannel, HeartbeatTarget {
  readonly cancellation = new Cancellation();
  private sink?: FrameSink;
  private connection?: EventStream;
  private onStream?: (reply: HttpReply) => void;

  constructor(private readonly canStream: boolean) {}

  get isStreaming(): boolean {
    return this.sink !== undefined;
  }

  /**
   * Has the engine answer, and replies when the call ends or when it has something to say before,
   * whichever comes first.
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
      void engine
        .handle({ id, method, params, client, channel: this, session })
        .then(
          (result) => this.end(resultFrame(id, result)),
          (error: ProtocolError) =>
            this.sink === undefined
              ? errorReply(id, error, statusOf(error, client))
              : this.end(errorFrame(id, error)),
        )
        .then((reply) => {
          heartbeat.remove(this);
          this.ended();
          resolve(reply); // has no effect on one that streams
        });
    });
  }

  notify(method: string, params: Params): void {
    if (!this.canStream || this.cancellation.reason !== undefined) return;
    this.stream().send(notificationFrame(method, params));
  }

  /** A call that takes long becomes a stream, whose comments keep the connection open. */
  beat(): void {
    if (!this.canStream) return;
    this.stream();
    this.connection?.beat();
  }

  /** The way to the client while the call runs; opened at its first use. */
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
    // Nothing is kept of a request that stands alone.
  }

  /** Without a session nobody can come back for the stream: its end is the call's. */
  protected connect(connection: EventStream): FrameSink {
    connection.once('close', () => this.cancellation.cancel(CLIENT_GONE));
    return {
      send: (frame) => connection.send(frame),
      finish: (frame) => {
        connection.send(frame);
        connection.finish();
      },
    };
  }

  private end(frame: string | PreEncodedFrame): HttpReply {
    this.sink?.finish(frame.toString());
    return jsonReply(frame);
  }
}

/** Before 2026-07-28 an unknown method was told in the body of a 200. */
function statusOf(error: ProtocolError, { era }: Client): number {
  return era === 'legacy' && error instanceof MethodNotFoundError ? 200 : error.status;
}
