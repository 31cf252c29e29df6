import { sendsPrimingEvent } from '../protocol/revision';
import type { EventStream } from '../streams/event-stream';
import type { LegacySession } from './legacy-session';

/** How long a client waits before it reconnects for a stream that has ended, in milliseconds. */
export const RETRY_MS = 1000;

/** The id that an event carries on the wire: its stream and its position there. */
export interface EventId {
  readonly streamId: string;
  /** Digits with `-` and `.` between them; each kind of stream has a format of its own. */
  readonly position: string;
}

export function formatEventId({ streamId, position }: EventId): string {
  return `${streamId}:${position}`;
}

/** @returns undefined for what this host never sent */
export function parseEventId(text: string): EventId | undefined {
  const parsed = /^([A-Za-z0-9-]{1,64}):(\d{1,20}(?:[.-]\d{1,20}){0,3})$/.exec(text);
  if (parsed === null) return undefined;
  return { streamId: parsed[1] ?? '', position: parsed[2] ?? '' };
}

/**
 * Gives a client the id that it can resume the stream by, before the first event (SEP-1699). Resumed
 * streams need it too: clients of the SDK know only the ids of their last connection.
 */
export function sendPrimingEvent(
  connection: EventStream,
  session: LegacySession,
  id: EventId,
): void {
  if (!sendsPrimingEvent(session.protocolRevision)) return;
  connection.sendEmpty(formatEventId(id), RETRY_MS);
}
