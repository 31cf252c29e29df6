import type { EventStore } from './event-store';
import type { Idling } from './idle-map';
import type { LegacySession } from './legacy-session';
import { SessionStreams } from './session-streams';

/** A session that lives in this process, with the streams that carry it. */
export class LiveSession implements Idling {
  readonly streams: SessionStreams;

  constructor(
    readonly session: LegacySession,
    events: EventStore,
    private readonly onEnd: () => void,
  ) {
    this.streams = new SessionStreams(session, events);
    session.outlet = (frame) => this.streams.standalone.send(frame);
  }

  get isActive(): boolean {
    return this.session.isBusy || this.streams.isConnected;
  }

  end(): void {
    this.session.close();
    this.streams.close();
    this.onEnd();
  }
}
