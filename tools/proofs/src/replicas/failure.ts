import { LostCallError } from './call-trace';

/**
 * How a call failed, as its client sees it:
 * `retryable`: with an error that says so; `connection lost`: before it was answered;
 * `stream lost`, `answer lost`: see `CallTrace`; `timed out`: after the client's 60 s.
 */
export type Failure =
  'retryable' | 'connection lost' | LostCallError['kind'] | 'timed out' | 'other';

/** What the errors of both SDKs have in common. */
interface ClientError {
  readonly message?: string;
  readonly code?: unknown;
  readonly data?: { readonly retryable?: boolean };
}

const TIMED_OUT: readonly unknown[] = [-32001, 'REQUEST_TIMEOUT'];

export function failureOf(error: unknown): Failure {
  if (error instanceof LostCallError) return error.kind;
  const { message = '', code, data } = error as ClientError;
  // Of an answer other than 200 the clients give the text.
  if (data?.retryable === true || message.includes('"retryable":true')) return 'retryable';
  if (/The server has gone|fetch failed|^terminated/.test(message)) return 'connection lost';
  return TIMED_OUT.includes(code) ? 'timed out' : 'other';
}
