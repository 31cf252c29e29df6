import { errorFrame } from '../protocol/json-rpc';
import { ErrorCode, ProtocolError } from '../protocol/protocol.error';
import type { EventStream } from '../streams/event-stream';
import { CoalescedTask } from './coalesced-task';
import { formatEventId, sendPrimingEvent } from './event-id';
import type { EventStore } from './event-store';
import type { LegacySession } from './legacy-session';
import type { Replicas } from './replicas';

/** Milliseconds between two checks whether the call still runs. */
const POLL_INTERVAL_MS = 2_000;

/** A stream that a client resumes. */
export interface ResumedStream {
  readonly session: LegacySession;
  readonly streamId: string;
  /** Of the last event that the client has seen. */
  readonly position: string;
  /** The process that runs the call. */
  readonly owner: string;
}

/**
 * The stream of a call that runs in another process, or that has ended: delivers what is stored of
 * it until its last event. When its process dies, the client gets an error.
 */
export class RemoteCallStream {
  private position: string;
  private unfollow: () => void = () => undefined;
  private timer?: NodeJS.Timeout;
  private readonly delivery = new CoalescedTask(() => this.deliver());

  constructor(
    private readonly resumed: ResumedStream,
    private readonly connection: EventStream,
    private readonly events: EventStore,
    private readonly replicas: Replicas,
  ) {
    this.position = resumed.position;
  }

  get id(): string {
    return this.resumed.streamId;
  }

  start(): void {
    const { session, streamId, position } = this.resumed;
    sendPrimingEvent(this.connection, session, { streamId, position });
    const deliver = () => void this.delivery.run();
    this.unfollow = this.events.follow(session.id, streamId, deliver);
    this.timer = setInterval(deliver, POLL_INTERVAL_MS).unref();
    this.connection.once('close', () => this.stop());
    deliver();
  }

  /** Ends the connection. */
  release(): void {
    this.stop();
    this.connection.finish();
  }

  private stop(): void {
    clearInterval(this.timer);
    this.unfollow();
  }

  private async deliver(): Promise<void> {
    const { session, streamId, owner } = this.resumed;
    try {
      // Read before the events: the answer of a call that ends in between is among them.
      const requestId = await this.events.running(session.id, streamId);
      if (await this.replay()) return this.release();
      if (requestId === undefined) return this.release();
      if (owner !== this.replicas.id && (await this.replicas.isAlive(owner))) return;
      this.fail(errorFrame(requestId, new ReplicaGoneError()));
      this.release();
    } catch {
      // The store cannot be read now; the next run tries again.
    }
  }

  /** Ends the call in place of its process; stored, so that the client can resume it once more. */
  private fail(frame: string): void {
    const { session, streamId } = this.resumed;
    const event = { streamId, position: `${Number(this.position) + 1}`, frame, last: true };
    this.events.append(session.id, event);
    this.connection.send(frame, formatEventId(event));
  }

  /** @returns whether the last event was among them */
  private async replay(): Promise<boolean> {
    const { session, streamId } = this.resumed;
    for (const event of await this.events.after(session.id, streamId, this.position)) {
      this.position = event.position;
      this.connection.send(event.frame, formatEventId(event));
      if (event.last) return true;
    }
    return false;
  }
}

/** The answer to a call whose process died. */
class ReplicaGoneError extends ProtocolError {
  constructor() {
    super(
      ErrorCode.internalError,
      'The server process that ran this call has gone; how far it came is unknown. Try again.',
      { data: { retryable: true } },
    );
  }
}
