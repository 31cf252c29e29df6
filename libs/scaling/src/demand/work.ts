import type { StayWhileBusy } from '../rules/rules';

/** What a target's metrics say at an instant. */
export interface MetricsSample {
  /** Milliseconds since 1970. */
  readonly at: number;
  /** Requests since its start, of all kinds. */
  readonly requests: number;
  /** Sockets that are open now: those of idle sessions and of whoever asks for metrics as well. */
  readonly connections: number;
  /** Tasks that run, or wait to be run; not those that wait for a person, who may answer tomorrow. */
  readonly tasks: number;
}

/** A sample from longer ago says nothing of the last minute. */
const OLD_MS = 5 * 60_000;
const minute = 60_000;

/**
 * What a target still works at, in words; undefined where it is idle. Pure. Calls decide: a connection
 * may be open for hours with nothing to do, and what a call has begun is finished while draining. A task
 * is work whether anybody calls or not.
 *
 * @param before an earlier sample. Without one there is nothing to compare with, so that it counts as
 *   working until the next look.
 */
export function workOf(
  before: MetricsSample | undefined,
  { at, requests, connections, tasks }: MetricsSample,
  { busyAbove }: StayWhileBusy,
): string | undefined {
  if (tasks > 0) return `${counted(tasks, 'task')} under way`;
  if (before === undefined || at - before.at > OLD_MS) return 'its calls are being counted';
  // Less than before: it was started anew, and counts from nothing.
  const since = requests < before.requests ? requests : requests - before.requests;
  const perMinute = Math.ceil((since * minute) / Math.max(at - before.at, minute));
  if (perMinute <= busyAbove) return undefined;
  return `${counted(perMinute, 'call')} in the last minute, ${counted(connections, 'connection')} open`;
}

function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? '' : 's'}`;
}
