import { messageOf } from '@repo/foundation';
export type ScalingErrorCode =
  /** Too many calls: try again later. */
  | 'THROTTLED'
  /** Somebody else changed it at the same time: read again. */
  | 'CONFLICT'
  | 'ACCESS_DENIED'
  | 'NOT_FOUND'
  | 'TIMED_OUT'
  /** No answer, or one of a broken server. */
  | 'UNREACHABLE'
  /** The platform refuses the request as it is. */
  | 'REFUSED';

/** A platform did not do what a driver asked. The reconciler tries again at its next tick. */
export class ScalingError extends Error {
  /**
   * @param target the target's name
   * @param call what was asked, such as `ecs:UpdateService`: the right that it needs
   */
  constructor(
    readonly code: ScalingErrorCode,
    readonly target: string,
    readonly call: string,
    reason: string,
    options?: ErrorOptions,
  ) {
    super(`${target}: ${call} failed (${code}): ${reason}${next(code, call)}`, options);
    this.name = 'ScalingError';
  }
}

function next(code: ScalingErrorCode, call: string): string {
  if (code === 'ACCESS_DENIED') return `; grant ${call}, see docs/operate/scaling-rights.md`;
  if (code === 'NOT_FOUND') return '; does the target of the rules file exist there?';
  return '';
}

/** The code for an HTTP status. */
export function codeOfStatus(status: number | undefined): ScalingErrorCode {
  switch (status) {
    case undefined:
      return 'UNREACHABLE';
    case 401:
    case 403:
      return 'ACCESS_DENIED';
    case 404:
      return 'NOT_FOUND';
    case 408:
    case 504:
      return 'TIMED_OUT';
    case 409:
    case 412:
      return 'CONFLICT';
    case 429:
      return 'THROTTLED';
    default:
      return status >= 500 ? 'UNREACHABLE' : 'REFUSED';
  }
}

/** Whether a call was given up after its limit, by any library's name for it. */
export function isTimeout(error: unknown): boolean {
  const name: unknown = (error as { name?: unknown } | undefined)?.name;
  return typeof name === 'string' && /^(AbortError|TimeoutError|RequestTimeout)$/.test(name);
}

/** The first line of what was thrown, and of its cause, at a length for a log. */
export function reasonOf(error: unknown): string {
  // `fetch` says only that it failed: who refused is in the cause.
  const { cause } = Object(error) as { cause?: unknown };
  return (cause === undefined ? [error] : [error, cause])
    .map((one) => messageOf(one).split('\n')[0])
    .filter((reason) => reason !== '')
    .join(': ')
    .slice(0, 300);
}
