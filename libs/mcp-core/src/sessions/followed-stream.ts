import { errorFrame } from '../protocol/json-rpc';
import type { EventStream } from '../streams/event-stream';
import { DebouncedTask } from './debounced-task';
import { formatEventId } from './event-id';
import type { EventStore } from './event-store';
import type { LegacySession } from './legacy-session';
import { prime } from './prime';
import { ReplicaGoneError } from './replica-gone.error';
import type { Replicas } from './replicas';

/** Milliseconds between two looks whether the call still runs. */
const LOOK_MS = 2_000;

/** Where it was left, and what it is of. */
export interface Followed {
  readonly session: LegacySession;
  readonly streamId: string;
  readonly place: string;
  /** The process that runs the call. */
  readonly owner: string;
}

/**
 * The stream of a call that runs in another process, or that has ended: what was stored of it, and
 * what is stored from now on, until its answer. When its process dies, that is an error.
 */
export class FollowedStream {
  private place: string;
  private unfollow: () => void = () => undefined;
  private timer?: NodeJS.Timeout;
  private readonly looking = new DebouncedTask(() => this.look());

  constructor(
    private readonly of: Followed,
    private readonly connection: EventStream,
    private readonly events: EventStore,
    private readonly replicas: Replicas,
  ) {
    this.place = of.place;
  }

  get streamId(): string {
    return this.of.streamId;
  }

  start(): void {
    const { session, streamId, place } = this.of;
    prime(this.connection, session, { streamId, place });
    const look = () => void this.looking.run();
    this.unfollow = this.events.follow(session.id, streamId, look);
    this.timer = setInterval(look, LOOK_MS).unref();
    this.connection.once('close', () => this.stop());
    look();
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

  /** Where nothing can be told now, the next look may. */
  private async look(): Promise<void> {
    const { session, streamId, owner } = this.of;
    try {
      // Asked first: a call that ends meanwhile has its answer among the events.
      const requestId = await this.events.running(session.id, streamId);
      if (await this.replay()) return this.release();
      if (requestId === undefined) return this.release();
      if (owner !== this.replicas.id && (await this.replicas.isAlive(owner))) return;
      this.answer(errorFrame(requestId, new ReplicaGoneError()));
      this.release();
    } catch {
      // Redis is away.
    }
  }

  /** In place of the process that has gone: kept as its answer would be, for a client that misses it. */
  private answer(frame: string): void {
    const { session, streamId } = this.of;
    const event = { streamId, place: `${Number(this.place) + 1}`, frame, last: true };
    this.events.append(session.id, event);
    this.connection.send(frame, formatEventId(event));
  }

  /** @returns whether the last event was among them */
  private async replay(): Promise<boolean> {
    const { session, streamId } = this.of;
    for (const event of await this.events.after(session.id, streamId, this.place)) {
      this.place = event.place;
      this.connection.send(event.frame, formatEventId(event));
      if (event.last) return true;
    }
    return false;
  }
}
