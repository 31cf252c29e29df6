/** The id of a JSON-RPC request as MCP narrows it: a string or an integer, never null. */
export type RequestId = string | number;

export function isRequestId(value: unknown): value is RequestId {
  return typeof value === 'string' || Number.isSafeInteger(value);
}
