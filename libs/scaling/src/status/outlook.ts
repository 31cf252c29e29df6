import { localTime } from '../schedule/local-time';
import type { Override } from '../schedule/override';
import { sizeOfOverride, strongestOverride } from '../schedule/strongest-override';
import { TimeZone } from '../schedule/time-zone';
import { sameSize, sizeText, type Wanted } from '../size';
import type { Pause } from '../storage/pause-store';
import type { StoredStatus } from '../storage/status-store';
import { isBlocking, type Obstacle, obstaclesOf } from './obstacles';

/** What will come of an override, by all that is known now. Times are milliseconds since 1970. */
export interface Outlook {
  /** The size that it means. */
  readonly wanted: Wanted;
  /** When the target is to have it; none where something is in the way all the time. */
  readonly holds: readonly { readonly from: number; readonly until: number }[];
  /** What is in the way, or delays it. */
  readonly whyNot: readonly Obstacle[];
}

/** What is known when an override is looked at. */
export interface Known {
  readonly status: StoredStatus;
  readonly pauses: readonly Pause[];
  /** Those that people ordered, of any target, that hold or will hold. */
  readonly overrides: readonly Override[];
  readonly now: number;
}

/** When an override is followed, and why not at other times. Pure. */
export function outlookOf(override: Override, { status, pauses, overrides, now }: Known): Outlook {
  const { rules, target } = status;
  const wanted = sizeOfOverride(rules, override.size);
  const from = Math.max(override.from, now);
  const own = overrides.filter((one) => one.target === target);
  const rivals = [...(rules.overrides ?? []), ...own];
  const known = obstaclesOf(status, pauses, now).filter(
    ({ until }) => until === undefined || until > from,
  );
  const larger = new Map<Override, Obstacle>();
  const edges = [...known.map(({ until }) => until), ...rivals.flatMap((o) => [o.from, o.until])];
  const inner = edges.filter((edge) => edge !== undefined && edge > from && edge < override.until);
  const instants = [...new Set([from, ...(inner as number[])])].toSorted((a, b) => a - b);

  const holds: { from: number; until: number }[] = [];
  for (const [index, start] of instants.entries()) {
    const until = instants[index + 1] ?? override.until;
    const rival = strongestOverride(rules, rivals, start);
    if (rival !== undefined && !sameSize(sizeOfOverride(rules, rival.size), wanted)) {
      larger.set(rival, obstacleOf(rival, status));
      continue;
    }
    const isBlocked = known.some(
      (one) => isBlocking(one) && (one.until === undefined || start < one.until),
    );
    if (isBlocked) continue;
    const last = holds.at(-1);
    if (last?.until === start) last.until = until;
    else holds.push({ from: start, until });
  }
  return { wanted, holds, whyNot: [...known, ...larger.values()] };
}

/** An override that goes before what else is wanted. */
export function obstacleOf({ size, until }: Override, { rules }: StoredStatus): Obstacle {
  const replicas = sizeText(sizeOfOverride(rules, size));
  const end = localTime(until, TimeZone.named(rules.timeZone));
  return { code: 'override', text: `an override to ${replicas} holds until ${end}`, until };
}
