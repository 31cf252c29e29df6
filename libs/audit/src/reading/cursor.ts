import type { Position } from './audit-filter';

const POSITION =
  /^(\d{1,15})\.([0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12})$/;

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
