import { sendsPrimingEvent } from '../protocol/revision';
import type { EventStream } from '../streams/event-stream';
import { formatEventId, type EventId } from './event-id';
import type { LegacySession } from './legacy-session';

/** How long a client waits before it comes back for a stream that has ended, in milliseconds. */
export const RETRY_MS = 1000;

/**
 * Tells a client on a connection without events how to come back for its stream. Also where it just
 * came back: clients of the SDK know only the ids of the connection that they lost last.
 */
export function prime(connection: EventStream, session: LegacySession, id: EventId): void {
  if (!sendsPrimingEvent(session.protocolRevision)) return;
  connection.sendEmpty(formatEventId(id), RETRY_MS);
}
