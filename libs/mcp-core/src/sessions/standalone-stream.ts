import { notificationFrame } from '../protocol/json-rpc';
import type { EventStream } from '../streams/event-stream';
import type { Change, ChangeBus } from '../subscriptions/change-bus';
import { notificationOf } from '../subscriptions/change-notification';
import { CoalescedTask } from './coalesced-task';
import { formatEventId, sendPrimingEvent, type EventId } from './event-id';
import { STANDALONE, type EventStore } from './event-store';
import type { LegacySession } from './legacy-session';

/** The last positions that a client has seen in the two logs that this stream is made of. */
interface Seen {
  readonly posted: string;
  readonly changes: string;
}

/**
 * The stream for messages that belong to no call: change notifications, from the log that all
 * sessions share, and what was posted to this session alone. The ids of its events hold the client's
 * position in both, so that any process can resume it.
 */
export class StandaloneStream {
  private connection?: EventStream;
  private posted?: string;
  private changes?: string;
  private unfollow: () => void = () => undefined;
  /** Changes that arrive while earlier ones are being read. */
  private buffered?: { change: Change; position?: string }[];
  private readonly delivery = new CoalescedTask(() => this.deliver());

  constructor(
    private readonly session: LegacySession,
    private readonly events: EventStore,
    private readonly bus: ChangeBus,
  ) {}

  /** Whether a client is connected, here or to another process. */
  async isConnected(): Promise<boolean> {
    const isHere = this.connection !== undefined;
    return isHere || this.events.isOwned(this.session.id).catch(() => false);
  }

  /** Replaces the connection before; `lastPosition` is that of the last event the client has seen. */
  async connect(connection: EventStream, lastPosition?: string): Promise<void> {
    this.attach(connection);
    const buffered: typeof this.buffered = (this.buffered = []);
    const seen = lastPosition === undefined ? await this.now() : readPosition(lastPosition);
    this.posted = seen?.posted;
    this.changes = seen?.changes;
    const id = this.eventId();
    if (id !== undefined) sendPrimingEvent(connection, this.session, id);
    if (lastPosition !== undefined) await this.delivery.run();
    const missed = lastPosition === undefined ? [] : await this.missedChanges();
    if (this.connection !== connection) return; // it was replaced or closed meanwhile
    for (const { change, position } of missed) this.sendChange(connection, change, position);
    this.buffered = undefined;
    const known = new Set(missed.map(({ position }) => position));
    for (const { change, position } of buffered) {
      if (position === undefined || !known.has(position)) {
        this.sendChange(connection, change, position);
      }
    }
  }

  /** Sends the notification of a change, if the client is connected to this process. */
  notify(change: Change, position?: string): void {
    if (this.connection === undefined) return;
    if (this.buffered !== undefined) this.buffered.push({ change, position });
    else this.sendChange(this.connection, change, position);
  }

  /** Sends it by whichever process the client is connected to, or stores it until it is. */
  post(frame: string): void {
    // Without a store it still reaches a client that is connected here.
    this.events.post(this.session.id, frame).catch(() => this.connection?.send(frame));
  }

  /** Ends the connection, not the stream. */
  release(): void {
    const { connection } = this;
    this.detach();
    connection?.finish();
  }

  private attach(connection: EventStream): void {
    this.release();
    this.connection = connection;
    this.unfollow = this.events.follow(this.session.id, STANDALONE, () => void this.delivery.run());
    connection.once('close', () => {
      if (this.connection === connection) this.detach();
    });
  }

  private detach(): void {
    this.connection = undefined;
    this.buffered = undefined;
    this.unfollow();
  }

  private sendChange(connection: EventStream, change: Change, position = this.changes): void {
    if (!this.session.wants(change)) return;
    this.changes = position;
    const { method, params } = notificationOf(change);
    connection.send(notificationFrame(method, params), this.formattedId());
  }

  /** Sends what was posted since. What cannot be read now follows with the next run. */
  private async deliver(): Promise<void> {
    const { connection } = this;
    const posted = this.posted ?? (await this.events.tail(this.session.id).catch(() => undefined));
    if (connection === undefined || posted === undefined) return;
    const missed = await this.events.after(this.session.id, STANDALONE, posted).catch(() => []);
    if (this.connection !== connection) return;
    this.posted = posted;
    for (const { frame, position } of missed) {
      this.posted = position;
      connection.send(frame, this.formattedId());
    }
  }

  private async now(): Promise<Seen | undefined> {
    try {
      const [posted, changes] = await Promise.all([
        this.events.tail(this.session.id),
        this.bus.tail(),
      ]);
      return { posted, changes };
    } catch {
      return undefined;
    }
  }

  private async missedChanges() {
    return this.changes === undefined ? [] : this.bus.since(this.changes).catch(() => []);
  }

  private eventId(): EventId | undefined {
    const { posted, changes } = this;
    if (posted === undefined || changes === undefined) return undefined;
    return { streamId: STANDALONE, position: `${posted}.${changes}` };
  }

  private formattedId(): string | undefined {
    const id = this.eventId();
    return id && formatEventId(id);
  }
}

function readPosition(position: string): Seen | undefined {
  const [posted, changes] = position.split('.');
  return posted === undefined || changes === undefined ? undefined : { posted, changes };
}
