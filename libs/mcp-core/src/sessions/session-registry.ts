import { randomUUID } from 'node:crypto';
import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import type { AuthInfo } from '@modelcontextprotocol/server';
import { McpConfig } from '@acme/config';
import { Clock } from '../clock';
import { principalOf } from '../protocol/client';
import type { Params } from '../protocol/json-rpc';
import { ChangeBus } from '../subscriptions/change-bus';
import { EventStore } from './event-store';
import { IdleMap } from './idle-map';
import { LegacySession } from './legacy-session';
import { LiveSession } from './live-session';
import { SessionDirectory } from './session-directory';

const SWEEP_MS = 10_000;

/** The legacy sessions of this process: opened, found again, rebuilt, and ended when idle. */
@Injectable()
export class SessionRegistry implements OnApplicationShutdown {
  private readonly live: IdleMap<LiveSession>;
  private readonly sweeper: NodeJS.Timeout;

  constructor(
    config: McpConfig,
    private readonly directory: SessionDirectory,
    private readonly events: EventStore,
    clock: Clock,
    changes: ChangeBus,
  ) {
    this.live = new IdleMap(config, clock);
    this.sweeper = setInterval(() => this.live.endIdle(), SWEEP_MS).unref();
    changes.subscribe((change) => {
      for (const { session } of this.live.values()) session.tell(change);
    });
  }

  get size(): number {
    return this.live.size;
  }

  /**
   * @param initialize the parameters of the client's `initialize`
   * @throws {ProtocolError} they are malformed, or there are as many active sessions as allowed
   */
  async open(initialize: Params, auth: AuthInfo | undefined): Promise<LiveSession> {
    const live = this.add(LegacySession.open(randomUUID(), initialize, auth));
    await this.directory.save(live.session.toRecord());
    return live;
  }

  /**
   * The session of an id, if it is this caller's. One that another process opened is rebuilt here.
   *
   * @returns undefined for an id that is unknown or belongs to another principal: which of the two
   *   it is must not be told
   */
  async find(id: string, auth: AuthInfo | undefined): Promise<LiveSession | undefined> {
    const found = this.live.peek(id) ?? (await this.rebuild(id));
    if (found?.session.principal !== principalOf(auth)) return undefined;
    return this.live.use(id);
  }

  end({ session }: LiveSession): void {
    this.live.end(session.id);
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
    return this.live.peek(id) ?? this.add(new LegacySession(record));
  }

  private add(session: LegacySession): LiveSession {
    const live = new LiveSession(session, this.events, () => this.forget(session.id));
    session.onChange = () => void this.directory.save(session.toRecord());
    this.live.add(session.id, live);
    return live;
  }

  private forget(id: string): void {
    this.events.forget(id);
    void this.directory.remove(id);
  }
}
