import type { Params } from '../../protocol/json-rpc';
import type { RequestId } from '../../protocol/request-id';
import { InvalidParamsError } from '../../protocol/protocol.error';
import type { LiveSession } from '../../sessions/live-session';
import type { EventStream } from '../../streams/event-stream';
import { HttpResponseChannel, type FrameSink } from './http-response-channel';

/**
 * The response of one request of a session: its stream outlives the connection, and the client
 * can be asked on it.
 */
export class SessionResponseChannel extends HttpResponseChannel {
  private release?: () => void;

  constructor(
    private readonly live: LiveSession,
    private readonly id: RequestId,
    private readonly mayStream: boolean,
  ) {
    super(mayStream);
    live.session.track(id, this.cancellation);
  }

  async ask(method: string, params: Params, signal: AbortSignal): Promise<Params> {
    const { session, streams } = this.live;
    if (!this.mayStream && !(await streams.standalone.isCarried())) {
      throw new InvalidParamsError('The client takes no stream to be asked on.');
    }
    const send = this.mayStream
      ? (frame: string) => this.stream().send(frame)
      : (frame: string) => session.outlet(frame);
    return session.requests.ask(send, method, params, signal);
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
    const stream = this.live.streams.open(this.id, connection);
    this.release = () => stream.release();
    return stream;
  }
}
