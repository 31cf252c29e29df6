/** The id that an event carries on the wire: its stream and its place there. */
export interface EventId {
  readonly streamId: string;
  readonly sequence: number;
}

export function formatEventId({ streamId, sequence }: EventId): string {
  return `${streamId}:${sequence}`;
}

/** @returns undefined for what this host never sent */
export function parseEventId(text: string): EventId | undefined {
  const parsed = /^([A-Za-z0-9-]{1,64}):(\d{1,15})$/.exec(text);
  if (parsed === null) return undefined;
  return { streamId: parsed[1] ?? '', sequence: Number(parsed[2]) };
}
