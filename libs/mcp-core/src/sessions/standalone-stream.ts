import { notificationFrame } from '../protocol/json-rpc';
import type { EventStream } from '../streams/event-stream';
import type { Change, ChangeBus } from '../subscriptions/change-bus';
import { noticeOf } from '../subscriptions/change-notice';
import { DebouncedTask } from './debounced-task';
import { formatEventId, type EventId } from './event-id';
import { STANDALONE, type EventStore } from './event-store';
import type { LegacySession } from './legacy-session';
import { prime } from './prime';

/** How far a client has seen the two logs that this stream is made of; undefined: from now on. */
interface Seen {
  readonly posted: string;
  readonly changes: string;
}

/**
 * The stream for what belongs to no call: change notices, which stand in the one log of all, and what
 * was posted to this session alone. The ids of its events say how far the client has seen either, so
 * that any process can go on with it.
 */
export class StandaloneStream {
  private connection?: EventStream;
  private posted?: string;
  private changes?: string;
  private unfollow: () => void = () => undefined;
  /** Changes that come while those before them are being read. */
  private held?: { change: Change; place?: string }[];
  private readonly looking = new DebouncedTask(() => this.deliver());

  constructor(
    private readonly session: LegacySession,
    private readonly events: EventStore,
    private readonly bus: ChangeBus,
  ) {}

  get isConnected(): boolean {
    return this.connection !== undefined;
  }

  /** Whether any process has a connection of it. */
  async isCarried(): Promise<boolean> {
    return this.isConnected || this.events.isCarried(this.session.id).catch(() => false);
  }

  /** From now on this connection carries it; the one before is ended. */
  async connect(connection: EventStream, lastPlace?: string): Promise<void> {
    this.attach(connection);
    const held: typeof this.held = (this.held = []);
    const seen = lastPlace === undefined ? await this.now() : readPlace(lastPlace);
    this.posted = seen?.posted;
    this.changes = seen?.changes;
    const id = this.eventId();
    if (id !== undefined) prime(connection, this.session, id);
    if (lastPlace !== undefined) await this.looking.run();
    const missed = lastPlace === undefined ? [] : await this.missedChanges();
    if (this.connection !== connection) return; // another one came, or this one went
    for (const { change, place } of missed) this.tell(connection, change, place);
    this.held = undefined;
    const known = new Set(missed.map(({ place }) => place));
    for (const { change, place } of held) {
      if (place === undefined || !known.has(place)) this.tell(connection, change, place);
    }
  }

  /** Sends the notice of a change, if this is the process that carries the stream. */
  notice(change: Change, place?: string): void {
    if (this.connection === undefined) return;
    if (this.held !== undefined) this.held.push({ change, place });
    else this.tell(this.connection, change, place);
  }

  /** Sends it wherever the stream is carried, or keeps it until it is. */
  post(frame: string): void {
    // What cannot be shared right now still reaches a client that is connected here.
    this.events.post(this.session.id, frame).catch(() => this.connection?.send(frame));
  }

  /** Ends the connection, not the stream. */
  release(): void {
    const { connection } = this;
    this.drop();
    connection?.finish();
  }

  private attach(connection: EventStream): void {
    this.release();
    this.connection = connection;
    this.unfollow = this.events.follow(this.session.id, STANDALONE, () => void this.looking.run());
    connection.once('close', () => {
      if (this.connection === connection) this.drop();
    });
  }

  private drop(): void {
    this.connection = undefined;
    this.held = undefined;
    this.unfollow();
  }

  private tell(connection: EventStream, change: Change, place = this.changes): void {
    if (!this.session.wants(change)) return;
    this.changes = place;
    const { method, params } = noticeOf(change);
    connection.send(notificationFrame(method, params), this.formattedId());
  }

  /** Sends what was posted since. Where that cannot be read now, it is with the next look. */
  private async deliver(): Promise<void> {
    const { connection } = this;
    const posted = this.posted ?? (await this.events.tail(this.session.id).catch(() => undefined));
    if (connection === undefined || posted === undefined) return;
    const missed = await this.events.after(this.session.id, STANDALONE, posted).catch(() => []);
    if (this.connection !== connection) return;
    this.posted = posted;
    for (const { frame, place } of missed) {
      this.posted = place;
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
    return { streamId: STANDALONE, place: `${posted}.${changes}` };
  }

  private formattedId(): string | undefined {
    const id = this.eventId();
    return id && formatEventId(id);
  }
}

function readPlace(place: string): Seen | undefined {
  const [posted, changes] = place.split('.');
  return posted === undefined || changes === undefined ? undefined : { posted, changes };
}
