import { localTime } from '../schedule/local-time';
import { TimeZone } from '../schedule/time-zone';
import { isPauseText, type Pause, pauseFor, pauseText } from '../storage/pause-store';
import type { StoredStatus } from '../storage/status-store';

/** Milliseconds after which a status is old: a worker looks every minute. */
export const STALE_MS = 5 * 60_000;

/** Something that keeps a target from being what is wanted of it. */
export interface Obstacle {
  readonly code:
    'no_worker' | 'left_alone' | 'paused' | 'dry_run' | 'override' | 'failing' | 'not_settled';
  readonly text: string;
  /** Milliseconds since 1970; none: nobody knows. */
  readonly until?: number | undefined;
}

/** What keeps a target from any change now, whatever is ordered. Pure. */
export function obstaclesOf(
  { target, rules, seenAt, state, outcome, error, why, actual }: StoredStatus,
  pauses: readonly Pause[],
  now: number,
): Obstacle[] {
  const zone = TimeZone.named(rules.timeZone);
  const found: Obstacle[] = [];
  const pause = pauseFor(target, pauses);
  if (now - seenAt > STALE_MS) {
    const text = `no worker has looked since ${localTime(seenAt, zone)}: nothing changes before one does`;
    found.push({ code: 'no_worker', text });
  }
  if (rules.excluded !== undefined) {
    found.push({ code: 'left_alone', text: `the rules leave it alone: ${rules.excluded}` });
  } else if (state === 'excluded' && !isPauseText(why)) {
    found.push({ code: 'left_alone', text: why });
  }
  if (pause !== undefined) {
    found.push({ code: 'paused', text: pauseText(pause, zone), until: pause.until });
  }
  if (rules.dryRun) {
    found.push({ code: 'dry_run', text: 'dry run: what would be done is told, and not done' });
  }
  if (outcome === 'failed' && error !== null) {
    found.push({ code: 'failing', text: `the last look failed: ${error.code}: ${error.message}` });
  }
  if (actual?.settled === false) {
    const text = 'the platform is not through with the change before, so it may be later';
    found.push({ code: 'not_settled', text });
  }
  return found;
}

/** Whether nothing is done as long as it lasts; others only delay. */
export function isBlocking({ code }: Obstacle): boolean {
  return code !== 'not_settled';
}
