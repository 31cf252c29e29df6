import { randomUUID } from 'node:crypto';
import {
  Injectable,
  type OnApplicationBootstrap,
  type OnApplicationShutdown,
} from '@nestjs/common';
import { McpConfig, RateLimitConfig } from '@repo/config';
import { Clock, withTimeout } from '@repo/foundation';
import { countedAs } from '../protocol/caller-key';
import { principalOf, type Client } from '../protocol/client';
import type { Params } from '../protocol/json-rpc';
import { ChangeBus } from '../subscriptions/change-bus';
import { EventStore } from './event-store';
import { IdleMap } from './idle-map';
import { LegacySession } from './legacy-session';
import { LiveSession, type SessionParts } from './live-session';
import { Replicas, type ReplicaMessage } from './replicas';
import {
  SessionDirectory,
  SessionsUnavailableError,
  type SessionUpdate,
} from './session-directory';

type Caller = Pick<Client, 'auth' | 'address'>;

const SWEEP_INTERVAL_MS = 10_000;

/** How long a session is served without being compared with its record, in milliseconds. */
const MAX_AGE_MS = 5_000;

/** How long a request waits for that comparison, in milliseconds. */
const REFRESH_TIMEOUT_MS = 250;

/** Sessions that are compared with their records at the same time. */
const MAX_CONCURRENT_REFRESHES = 100;

/**
 * The legacy sessions that this process holds: opened here or rebuilt from the directory, and
 * evicted when idle. Other processes may hold the same ones.
 */
@Injectable()
export class SessionRegistry implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly live: IdleMap<LiveSession>;
  private sweeper?: NodeJS.Timeout;
  private readonly parts: SessionParts;

  constructor(
    config: McpConfig,
    private readonly directory: SessionDirectory,
    private readonly events: EventStore,
    private readonly clock: Clock,
    changes: ChangeBus,
    private readonly replicas: Replicas,
    limits: RateLimitConfig,
  ) {
    this.parts = { events, changes, replicas };
    const { maxSessions, sessionIdleTimeoutMs } = config;
    const maxPerOwner = limits.shareOf(maxSessions);
    this.live = new IdleMap({ maxSessions, maxPerOwner, sessionIdleTimeoutMs }, clock);
    changes.subscribe((change, position) => {
      for (const { standalone } of this.live.values()) standalone.notify(change, position);
    });
    replicas.onMessage((message) => this.onReplicaMessage(message));
    replicas.onReconnect(() => this.restore());
  }

  onApplicationBootstrap(): void {
    this.sweeper = setInterval(() => this.sweep(), SWEEP_INTERVAL_MS).unref();
  }

  get size(): number {
    return this.live.size;
  }

  /**
   * @param initialize the parameters of the client's `initialize`
   * @throws {ProtocolError} they are malformed, there are as many active sessions as allowed, of its
   *   caller or in all, or it cannot be saved
   */
  async open(initialize: Params, caller: Caller, server: string | undefined): Promise<LiveSession> {
    const { auth } = caller;
    const session = LegacySession.open(randomUUID(), initialize, auth, server, this.replicas.id);
    await this.directory.save(session.toRecord());
    try {
      return this.add(session, caller);
    } catch (refused) {
      await this.directory.remove(session.id);
      throw refused;
    }
  }

  /**
   * The session with this id, if it is this caller's and of this server. One that another process
   * opened is rebuilt here.
   *
   * @returns undefined for an id that is unknown, of another server, or belongs to another
   *   principal: the caller must not learn which
   * @throws {SessionsUnavailableError} it is not in memory, and the directory cannot be reached
   */
  async find(
    id: string,
    caller: Caller,
    server: string | undefined,
  ): Promise<LiveSession | undefined> {
    const principal = principalOf(caller.auth);
    const found = this.live.peek(id) ?? (await this.rebuild(id, caller));
    if (!found?.session.isOf(principal, server)) return undefined;
    if (this.isStale(found)) {
      await withTimeout(REFRESH_TIMEOUT_MS, this.refresh(found), () => undefined);
    }
    return this.live.use(id);
  }

  /** @throws {SessionsUnavailableError} the directory cannot be reached; the session goes on */
  async end({ session: { id } }: LiveSession): Promise<void> {
    await this.directory.remove(id);
    this.live.end(id);
    this.replicas.broadcast({ kind: 'ended', session: id });
  }

  /** Ends the connections, so that clients reconnect to another process; the records stay. */
  disconnect(): void {
    for (const live of this.live.values()) live.disconnect();
  }

  /** Cancels the calls that still run after the grace period. */
  onApplicationShutdown(): void {
    clearInterval(this.sweeper);
    for (const { session } of this.live.values()) session.close();
  }

  /** A session of somebody else is not rebuilt: it would count against whoever guesses its id. */
  private async rebuild(id: string, caller: Caller): Promise<LiveSession | undefined> {
    const record = await this.directory.find(id);
    if (record?.principal !== principalOf(caller.auth)) return undefined;
    // Two requests at the same time must get the same session.
    return this.live.peek(id) ?? this.add(new LegacySession(record, this.replicas.id), caller);
  }

  private add(session: LegacySession, caller: Caller): LiveSession {
    const live: LiveSession = new LiveSession(session, this.parts, () => this.onEnd(session.id));
    live.checkedAt = this.clock.now();
    session.onUpdate = (update) => this.store(live, update);
    this.live.add(session.id, live, countedAs(caller));
    return live;
  }

  private onEnd(id: string): void {
    this.events.evict(id);
    this.directory.evict(id);
  }

  private async store(live: LiveSession, update: SessionUpdate): Promise<void> {
    const { id } = live.session;
    try {
      await this.directory.update(id, update);
      this.replicas.broadcast({ kind: 'update', session: id, update });
    } catch {
      live.isUnsaved = true; // the next refresh saves it
    }
  }

  private isStale({ checkedAt }: LiveSession): boolean {
    return this.clock.now() - checkedAt >= MAX_AGE_MS;
  }

  /** Compares a session with its record, and prolongs that. Does not throw. */
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
      // A change since then is newer than the record that was read.
      else if (session.version === version) session.refresh(record);
    } catch (error) {
      if (!(error instanceof SessionsUnavailableError)) throw error;
    }
  }

  private onReplicaMessage(message: ReplicaMessage): void {
    if (message.kind === 'sources_changed') return;
    if (message.kind === 'ended') this.live.end(message.session);
    else this.live.peek(message.session)?.onReplicaMessage(message);
  }

  /** After an outage: the shared store may have lost its data. */
  private restore(): void {
    const all = [...this.live.values()];
    for (const live of all) live.registerCalls();
    void this.refreshAll(all);
  }

  private async refreshAll(sessions: readonly LiveSession[]): Promise<void> {
    for (let first = 0; first < sessions.length; first += MAX_CONCURRENT_REFRESHES) {
      const batch = sessions.slice(first, first + MAX_CONCURRENT_REFRESHES);
      await Promise.all(batch.map((live) => this.refresh(live)));
    }
  }

  /** Evicts idle sessions. A connected one is in use, though it sends no requests. */
  private sweep(): void {
    this.live.endIdle();
    const active = [...this.live.values()].filter((live) => live.isActive && this.isStale(live));
    void this.refreshAll(active);
  }
}
