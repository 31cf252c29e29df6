import type { IncomingHttpHeaders } from 'node:http';
import type { Params } from '../../protocol/json-rpc';
import type { RequestId } from '../../protocol/request-id';
import { InvalidParamsError } from '../../protocol/protocol.error';
import type { LiveSession } from '../../sessions/live-session';
import type { EventStream } from '../../streams/event-stream';
import { HttpResponseChannel, type FrameSink } from './http-response-channel';

/**
 * The response of one request of a session: its stream outlives the connection, and requests to the
 * client can be sent on it.
 */
export class SessionResponseChannel extends HttpResponseChannel {
  private release?: () => void;

  constructor(
    private readonly live: LiveSession,
    private readonly id: RequestId,
    private readonly mayStream: boolean,
    headers?: IncomingHttpHeaders,
  ) {
    super(mayStream, headers);
    live.session.track(id, this.cancellation);
  }

  async sendRequest(method: string, params: Params, signal: AbortSignal): Promise<Params> {
    const { session, standalone } = this.live;
    if (!this.mayStream && !(await standalone.isConnected())) {
      throw new InvalidParamsError('The client has no stream for requests to it.');
    }
    const send = this.mayStream
      ? (frame: string) => this.stream().send(frame)
      : (frame: string) => session.sendFrame(frame);
    return session.requests.send(send, method, params, signal);
  }

  releaseStream(): void {
    if (!this.mayStream) return;
    this.stream();
    this.release?.();
  }

  protected override ended(): void {
    this.live.session.untrack(this.id, this.cancellation);
  }

  protected override connect(connection: EventStream): FrameSink {
    const stream = this.live.openStream(this.id, connection);
    this.release = () => stream.release();
    return stream;
  }
}
