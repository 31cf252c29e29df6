import type { ActualSize } from '../drivers/scaling-driver';
import type { Override } from '../schedule/override';
import { sizeText, type Wanted } from '../size';
import type { StoredOverride } from '../storage/override-store';
import { type Pause, pauseFor } from '../storage/pause-store';
import type { StoredStatus } from '../storage/status-store';

/** Milliseconds after which a status is old: a worker looks every minute. */
const STALE_MS = 5 * 60_000;

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
    overrides: overrides.filter((override) => override.target === target).map(overrideView),
  };
}

export function overrideView(override: StoredOverride): OverrideView {
  const { id, target, from, until, size, reason = null, createdBy, createdAt } = override;
  return {
    ...{ id, target, from: isoOf(from), until: isoOf(until), size, reason, createdBy },
    createdAt: isoOf(createdAt),
  };
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

/** `off: 0 wanted, 3 run; outside of its hours` */
export function statusText({ target, state, wanted, actual, why, ...rest }: TargetStatus): string {
  const size = wanted === null ? 'left alone' : `${sizeText(wanted)} wanted`;
  const runs = actual === null ? 'not seen yet' : `${actual.ready} ready of ${actual.desired}`;
  const next = rest.changesAt === null ? '' : ` Next change: ${rest.changesAt}.`;
  const stale = rest.isStale
    ? ` Nobody has looked since ${rest.seenAt}: is the worker running?`
    : '';
  return `${target}: ${state ?? 'unknown'}, ${size}, ${runs}. ${why}.${next}${stale}`;
}

export function isoOf(instant: number): string {
  return new Date(instant).toISOString();
}

function actualView({ desired, ready, min, max, settled }: ActualSize) {
  return { desired, ready, min, max, settled };
}
