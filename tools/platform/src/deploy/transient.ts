/** How Node, fetch and the clients name a connection that could not be made, broke or went quiet. */
const connectionCodes = new Set([
  ...['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'EHOSTUNREACH', 'ENETUNREACH'],
  ...['ENOTFOUND', 'EAI_AGAIN', 'ERR_STREAM_PREMATURE_CLOSE', 'TimeoutError'],
  ...['UND_ERR_SOCKET', 'UND_ERR_CONNECT_TIMEOUT', 'UND_ERR_HEADERS_TIMEOUT'],
]);

interface ErrorParts {
  readonly name?: string;
  readonly code?: unknown;
  readonly message?: string;
  readonly cause?: unknown;
}

/** Whether a request failed on its way: whether it was carried out is not known. */
export function isConnectionError(error: unknown): boolean {
  const { name = '', code, message = '', cause } = (error ?? {}) as ErrorParts;
  if (connectionCodes.has(name) || connectionCodes.has(String(code))) return true;
  if (/socket hang up|premature close/i.test(message)) return true;
  return cause !== undefined && isConnectionError(cause);
}

/** Whether an answer's status may be another one soon. */
export const isTransientStatus = (status: number) =>
  status === 408 || status === 429 || status >= 500;
