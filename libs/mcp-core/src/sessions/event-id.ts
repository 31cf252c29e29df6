/** The id that an event carries on the wire: its stream and its place there. */
export interface EventId {
  readonly streamId: string;
  /** Digits with `-` and `.` between them; what they mean is the stream's matter. */
  readonly place: string;
}

export function formatEventId({ streamId, place }: EventId): string {
  return `${streamId}:${place}`;
}

/** @returns undefined for what this host never sent */
export function parseEventId(text: string): EventId | undefined {
  const parsed = /^([A-Za-z0-9-]{1,64}):(\d{1,20}(?:[.-]\d{1,20}){0,3})$/.exec(text);
  if (parsed === null) return undefined;
  return { streamId: parsed[1] ?? '', place: parsed[2] ?? '' };
}
