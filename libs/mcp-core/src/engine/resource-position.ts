/** Characters of a list's own cursor, and of a whole one. */
const MAX_OWN_CURSOR = 1_024;
const MAX_CURSOR = 4_096;

/** Where a page begins. */
export interface Position {
  /** 0: the fixed resources; else the number of the template with a list. */
  readonly list: number;
  /** How many were sent of it, or its own cursor. */
  readonly from?: number | string | undefined;
}

/** @throws {Error} the list's own cursor is too long */
export function writePosition({ list, from }: Position): string {
  if (typeof from === 'string' && from.length > MAX_OWN_CURSOR) {
    throw new Error(`A cursor has at most ${MAX_OWN_CURSOR} characters, found ${from.length}.`);
  }
  return Buffer.from(JSON.stringify([list, from])).toString('base64url');
}

/** @returns undefined for what is none of ours */
export function readPosition(cursor: unknown): Position | undefined {
  if (cursor === undefined) return { list: 0 };
  if (typeof cursor !== 'string' || cursor.length > MAX_CURSOR) return undefined;
  try {
    const [list, from] = JSON.parse(Buffer.from(cursor, 'base64url').toString()) as unknown[];
    if (!isCount(list)) return undefined;
    if (from === null || from === undefined) return { list };
    if (isCount(from) || (typeof from === 'string' && list > 0)) return { list, from };
  } catch {
    // It was not written here.
  }
  return undefined;
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}
