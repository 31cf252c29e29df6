import { z } from 'zod';

/** Where a page ended: of what is newest first, by time and then by id. */
export interface Position {
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly id: string;
}

/** Up to the year 5138; ids are UUIDs, hexadecimal or numbers. */
const POSITION = /^(\d{1,14})\.([0-9a-f-]{1,36})$/;

/** A position as clients see it. What is in it is not for them to rely on. */
export function encodeCursor({ at, id }: Position): string {
  return Buffer.from(`${at}.${id}`).toString('base64url');
}

/** @returns undefined for a text that `encodeCursor` has not made */
export function decodeCursor(cursor: string): Position | undefined {
  const bytes = Buffer.from(cursor, 'base64url');
  // The decoder leaves out what it does not know.
  if (bytes.toString('base64url') !== cursor) return undefined;
  const [, at, id] = POSITION.exec(bytes.toString('latin1')) ?? [];
  return at === undefined || id === undefined ? undefined : { at: Number(at), id };
}

/** The cursor in a request, as a position. @param ids of this list: those of another are no place in it */
export const cursorField = (ids: RegExp) =>
  z.string('expected one cursor').transform((text, context) => {
    const position = decodeCursor(text);
    if (position !== undefined && ids.test(position.id)) return position;
    context.addIssue('expected `next` of a page before');
    return z.NEVER;
  });
