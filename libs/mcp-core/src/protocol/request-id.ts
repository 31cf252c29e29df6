/** The id of a JSON-RPC request as MCP narrows it: a string or an integer, never null. */
export type RequestId = string | number;

/** Characters of an id, which is kept as long as its request lasts: for days, where that is a stream. */
export const MAX_ID_CHARACTERS = 256;

export function isRequestId(value: unknown): value is RequestId {
  return typeof value === 'string'
    ? value.length <= MAX_ID_CHARACTERS
    : Number.isSafeInteger(value);
}
