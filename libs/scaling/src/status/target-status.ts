import type { ActualSize } from '../drivers/scaling-driver';
import type { Override } from '../schedule/override';
import type { Wanted } from '../size';
import type { StoredOverride } from '../storage/override-store';
import { type Pause, pauseFor } from '../storage/pause-store';
import type { StoredStatus } from '../storage/status-store';
import { type Obstacle, obstaclesOf, STALE_MS } from './obstacles';
import { type Outlook, outlookOf } from './outlook';

/** An override as it is told. Times are ISO 8601 in UTC. */
export interface OverrideView {
  readonly id: string;
  readonly target: string;
  readonly from: string;
  readonly until: string;
  readonly size: Override['size'];
  readonly reason: string | null;
  readonly createdBy: string;
  readonly createdAt: string;
  /** Of one that holds or will hold: when the target is to have its size, … */
  readonly holds?: readonly { readonly from: string; readonly until: string }[];
  /** … and what is in the way at other times. */
  readonly whyNot?: readonly ObstacleView[];
}

/** What keeps a target from what is wanted of it. */
export interface ObstacleView {
  readonly code: Obstacle['code'];
  readonly text: string;
  /** Null: nobody knows. */
  readonly until: string | null;
}

export interface PauseView {
  /** Null: all targets. */
  readonly target: string | null;
  readonly since: string;
  /** Null: until somebody resumes. */
  readonly until: string | null;
  readonly by: string;
  readonly reason: string | null;
}

/** How a target is, as it is told. */
export interface TargetStatus {
  readonly target: string;
  readonly platform: string;
  readonly timeZone: string;
  /** What holds it at its size: on, grace, working, on_demand, override, off, excluded. */
  readonly state: string | null;
  readonly wanted: Wanted | null;
  readonly actual: Pick<ActualSize, 'desired' | 'ready' | 'min' | 'max' | 'settled'> | null;
  readonly why: string;
  /** When another size will be wanted, as far as is known. */
  readonly changesAt: string | null;
  readonly seenAt: string;
  /** Nobody has looked for minutes: the worker is away, and nothing of this may hold any more. */
  readonly isStale: boolean;
  readonly outcome: string;
  readonly error: { readonly code: string; readonly message: string } | null;
  readonly dryRun: boolean;
  readonly servesOnDemand: boolean;
  readonly onHours: Wanted;
  readonly offHours: Wanted;
  readonly paused: PauseView | null;
  /** What keeps it from being as wanted, or delays it; empty where nothing does. */
  readonly whyNot: readonly ObstacleView[];
  /** Those that hold or will hold. */
  readonly overrides: readonly OverrideView[];
}

/** Puts together what is known of a target. Pure. */
export function targetStatus(
  status: StoredStatus,
  pauses: readonly Pause[],
  overrides: readonly StoredOverride[],
  now: number,
): TargetStatus {
  const { target, rules, state, wanted, actual, why, changesAt, seenAt, outcome, error } = status;
  const pause = pauseFor(target, pauses);
  return {
    target,
    platform: rules.settings.platform,
    timeZone: rules.timeZone,
    ...{ state, wanted },
    actual: actual && actualView(actual),
    why,
    changesAt: changesAt === null ? null : isoOf(changesAt),
    seenAt: isoOf(seenAt),
    isStale: now - seenAt > STALE_MS,
    ...{ outcome, error },
    dryRun: rules.dryRun,
    servesOnDemand: rules.onDemand !== undefined,
    onHours: rules.onHours,
    offHours: rules.offHours,
    paused: pause === undefined ? null : pauseView(pause),
    whyNot: obstaclesOf(status, pauses, now).map(obstacleView),
    overrides: overrides
      .filter((override) => override.target === target)
      .map((override) =>
        overrideView(override, outlookOf(override, { status, pauses, overrides, now })),
      ),
  };
}

/** @param outlook of one that holds or will hold */
export function overrideView(override: StoredOverride, outlook?: Outlook): OverrideView {
  const { id, target, from, until, size, reason = null, createdBy, createdAt } = override;
  return {
    ...{ id, target, from: isoOf(from), until: isoOf(until), size, reason, createdBy },
    createdAt: isoOf(createdAt),
    ...(outlook !== undefined && {
      holds: outlook.holds.map((one) => ({ from: isoOf(one.from), until: isoOf(one.until) })),
      whyNot: outlook.whyNot.map(obstacleView),
    }),
  };
}

export function obstacleView({ code, text, until }: Obstacle): ObstacleView {
  return { code, text, until: until === undefined ? null : isoOf(until) };
}

export function pauseView({ target, since, until, by, reason }: Pause): PauseView {
  return {
    target: target ?? null,
    since: isoOf(since),
    until: until === undefined ? null : isoOf(until),
    by,
    reason: reason ?? null,
  };
}

export function isoOf(instant: number): string {
  return new Date(instant).toISOString();
}

function actualView({ desired, ready, min, max, settled }: ActualSize) {
  return { desired, ready, min, max, settled };
}
