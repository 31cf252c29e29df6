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
  const { target, call, url, method = 'GET', timeout } = request;
  try {
    const headers = new Headers(request.headers);
    if (request.body !== undefined) headers.set('content-type', 'application/json');
    const response = await fetch(url, {
      method,
      headers,
      ...(request.body === undefined ? {} : { body: JSON.stringify(request.body) }),
      redirect: 'error',
      signal: AbortSignal.timeout(timeout),
    });
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
