import { randomUUID } from 'node:crypto';
import {
  Injectable,
  type OnApplicationBootstrap,
  type OnApplicationShutdown,
} from '@nestjs/common';
import type { AuthInfo } from '@modelcontextprotocol/server';
import { McpConfig } from '@repo/config';
import { Clock, withTimeout } from '@repo/foundation';
import { principalOf } from '../protocol/client';
import type { JsonRpcNotification, JsonRpcResponse, Params } from '../protocol/json-rpc';
import { ChangeBus } from '../subscriptions/change-bus';
import { EventStore } from './event-store';
import { IdleMap } from './idle-map';
import { LegacySession } from './legacy-session';
import { LiveSession } from './live-session';
import { Replicas } from './replicas';
import { SessionDirectory, type SessionUpdate } from './session-directory';
import { SessionRelay } from './session-relay';
import type { StreamParts } from './session-streams';
import { SessionsUnavailableError } from './sessions-unavailable.error';

const SWEEP_MS = 10_000;

/** How long a session is served as this process knows it before it is looked up again, in ms. */
const FRESH_MS = 5_000;

/** How long a request waits for that; then the session is served as it is known. */
const TIMEOUT_MS = 250;

/** Sessions that are looked up at once when what the replicas share is there again. */
const AT_ONCE = 100;

/**
 * The legacy sessions of this process: opened, found again, rebuilt, and put away when idle. Other
 * processes may have the same ones; what is remembered of a session lies in the directory.
 */
@Injectable()
export class SessionRegistry implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly live: IdleMap<LiveSession>;
  private sweeper?: NodeJS.Timeout;
  private readonly relay: SessionRelay;
  private readonly parts: StreamParts;

  constructor(
    config: McpConfig,
    private readonly directory: SessionDirectory,
    private readonly events: EventStore,
    private readonly clock: Clock,
    changes: ChangeBus,
    private readonly replicas: Replicas,
  ) {
    this.parts = { events, changes, replicas };
    this.live = new IdleMap(config, clock);
    changes.subscribe((change, place) => {
      for (const { streams } of this.live.values()) streams.standalone.notice(change, place);
    });
    this.relay = new SessionRelay(
      replicas,
      (id) => this.live.peek(id),
      (id) => this.live.end(id),
    );
    replicas.onReturn(() => this.putBack());
  }

  onApplicationBootstrap(): void {
    this.sweeper = setInterval(() => this.sweep(), SWEEP_MS).unref();
  }

  get size(): number {
    return this.live.size;
  }

  /**
   * @param initialize the parameters of the client's `initialize`
   * @throws {ProtocolError} they are malformed, there are as many active sessions as allowed, or it
   *   cannot be remembered
   */
  async open(initialize: Params, auth: AuthInfo | undefined): Promise<LiveSession> {
    const session = LegacySession.open(randomUUID(), initialize, auth, this.replicas.id);
    await this.directory.save(session.toRecord());
    return this.add(session);
  }

  /**
   * The session of an id, if it is this caller's. One that another process opened is rebuilt here.
   *
   * @returns undefined for an id that is unknown or belongs to another principal: which of the two
   *   it is must not be told
   * @throws {SessionsUnavailableError} it is not known here, and cannot be looked up
   */
  async find(id: string, auth: AuthInfo | undefined): Promise<LiveSession | undefined> {
    const found = this.live.peek(id) ?? (await this.rebuild(id));
    if (found?.session.principal !== principalOf(auth)) return undefined;
    if (this.isStale(found)) await withTimeout(TIMEOUT_MS, this.refresh(found), () => undefined);
    return this.live.use(id);
  }

  /** @throws {SessionsUnavailableError} what a client says is for a process that cannot be reached */
  receive(live: LiveSession, message: JsonRpcNotification | JsonRpcResponse): Promise<void> {
    return this.relay.receive(live.session, message);
  }

  /** @throws {SessionsUnavailableError} the others cannot be told; then it goes on */
  async end({ session: { id } }: LiveSession): Promise<void> {
    await this.directory.remove(id);
    this.live.end(id);
    this.replicas.broadcast({ kind: 'ended', session: id });
  }

  /** Ends the streams, so that clients come back, to another process: the records stay. */
  close(): void {
    for (const { streams } of this.live.values()) streams.close();
  }

  /** What still runs after the grace is told to stop. */
  onApplicationShutdown(): void {
    clearInterval(this.sweeper);
    for (const { session } of this.live.values()) session.close();
  }

  private async rebuild(id: string): Promise<LiveSession | undefined> {
    const record = await this.directory.find(id);
    if (record === undefined) return undefined;
    // Two requests may have come here at once: both must get the same session.
    return this.live.peek(id) ?? this.add(new LegacySession(record, this.replicas.id));
  }

  private add(session: LegacySession): LiveSession {
    const live: LiveSession = new LiveSession(session, this.parts, () => this.putAway(session.id));
    live.checkedAt = this.clock.now();
    session.onUpdate = (update) => this.remember(live, update);
    this.live.add(session.id, live);
    return live;
  }

  private putAway(id: string): void {
    this.events.evict(id);
    this.directory.evict(id);
  }

  private async remember(live: LiveSession, update: SessionUpdate): Promise<void> {
    const { id } = live.session;
    try {
      await this.directory.update(id, update);
      this.replicas.broadcast({ kind: 'update', session: id, update });
    } catch {
      live.isUnsaved = true; // the next look saves it
    }
  }

  private isStale({ checkedAt }: LiveSession): boolean {
    return this.clock.now() - checkedAt >= FRESH_MS;
  }

  /** Compares a session with what is remembered of it; prolongs that. Does not throw. */
  private async refresh(live: LiveSession): Promise<void> {
    const { session } = live;
    live.checkedAt = this.clock.now();
    const { version } = session;
    try {
      const record = await this.directory.renew(session.toRecord());
      if (record === undefined) return this.live.end(session.id);
      if (live.isUnsaved) {
        await this.directory.save(session.toRecord());
        live.isUnsaved = false;
      }
      // What was changed meanwhile is newer than what was read.
      else if (session.version === version) session.refresh(record);
    } catch (error) {
      if (!(error instanceof SessionsUnavailableError)) throw error;
    }
  }

  /** What the replicas share is there again, and may have been lost. */
  private putBack(): void {
    const all = [...this.live.values()];
    for (const { streams } of all) streams.sayRunning();
    void this.refreshAll(all);
  }

  private async refreshAll(sessions: readonly LiveSession[]): Promise<void> {
    for (let first = 0; first < sessions.length; first += AT_ONCE) {
      const some = sessions.slice(first, first + AT_ONCE);
      await Promise.all(some.map((live) => this.refresh(live)));
    }
  }

  /** Puts away what is idle. What is connected is in use, though it sends no requests. */
  private sweep(): void {
    this.live.endIdle();
    const active = [...this.live.values()].filter((live) => live.isActive && this.isStale(live));
    void this.refreshAll(active);
  }
}
