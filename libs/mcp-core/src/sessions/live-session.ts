import type { Idling } from './idle-map';
import type { LegacySession } from './legacy-session';
import { SessionStreams, type StreamParts } from './session-streams';

/** A session that lives in this process, with the streams that carry it. */
export class LiveSession implements Idling {
  readonly streams: SessionStreams;
  /** When it was last compared with what is remembered of it, in milliseconds since 1970. */
  checkedAt = 0;
  /** Whether it was changed and that could not be remembered. */
  isUnsaved = false;

  constructor(
    readonly session: LegacySession,
    parts: StreamParts,
    private readonly onEnd: () => void,
  ) {
    this.streams = new SessionStreams(session, parts);
    session.outlet = (frame) => this.streams.standalone.post(frame);
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
