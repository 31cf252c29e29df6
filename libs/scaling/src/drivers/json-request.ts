import { codeOf } from '@repo/foundation';
import { codeOfStatus, isTimeout, reasonOf, ScalingError } from './scaling.error';

export interface JsonRequest {
  readonly target: string;
  /** What is asked: the right that it needs. */
  readonly call: string;
  readonly url: string;
  readonly method?: 'GET' | 'PUT' | 'PATCH';
  readonly headers?: Headers | Readonly<Record<string, string>>;
  readonly body?: unknown;
  /** Milliseconds. */
  readonly timeout: number;
}

/** One request with JSON both ways. Follows no redirect: credentials go where they were meant to. */
export async function requestJson(request: JsonRequest): Promise<unknown> {
  const { target, call } = request;
  try {
    const response = await send(request);
    const text = await response.text();
    if (!response.ok) {
      const reason = `HTTP ${response.status} ${text.slice(0, 200)}`;
      throw new ScalingError(codeOfStatus(response.status), target, call, reason);
    }
    return text === '' ? undefined : JSON.parse(text);
  } catch (error) {
    if (error instanceof ScalingError) throw error;
    const code = isTimeout(error) ? 'TIMED_OUT' : 'UNREACHABLE';
    throw new ScalingError(code, target, call, reasonOf(error), { cause: error });
  }
}

async function send({ url, method = 'GET', ...request }: JsonRequest): Promise<Response> {
  const headers = new Headers(request.headers);
  if (request.body !== undefined) headers.set('content-type', 'application/json');
  const options: RequestInit = {
    method,
    headers,
    ...(request.body === undefined ? {} : { body: JSON.stringify(request.body) }),
    redirect: 'error',
    signal: AbortSignal.timeout(request.timeout),
  };
  try {
    return await fetch(url, options);
  } catch (error) {
    // A server may close an idle connection just as a request goes out over it. What may be repeated
    // is tried once more, over another one (RFC 9112, 9.3.1).
    if (!IDEMPOTENT.has(method) || !isClosedConnection(error)) throw error;
    return fetch(url, options);
  }
}

const IDEMPOTENT = new Set(['GET', 'PUT']);

function isClosedConnection(error: unknown): boolean {
  const { cause } = Object(error) as { cause?: unknown };
  return /^(UND_ERR_SOCKET|ECONNRESET|EPIPE)$/.test(codeOf(cause) ?? '');
}
