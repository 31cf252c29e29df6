import { ManualClock } from '@repo/foundation/testing';
import type { TargetLock } from '../../reconcile/lock';
import { reconcile, type ReconcileResult } from '../../reconcile/reconcile';
import { HUNG_HOLDER_MS } from '../../run/lock-session';
import { nextBoundary } from '../../run/next-boundary';
import { nextCheck } from '../../run/next-check';
import { randomNumbers } from '../random';
import { isWithin, type PlannedYear } from './planned-year';
import { UnreliableWire } from './unreliable-wire';
import type { WireSubject } from './wire-subjects';
import { isToldRight } from './wrongness';

const second = 1_000;
const minute = 60 * second;

/** A job of the worker that looks at the target. */
interface Look {
  readonly at: number;
  readonly attempt: number;
  readonly isTick?: boolean;
  /** Another worker had the lock. */
  readonly isPostponed?: boolean;
}

/** As the worker has it: attempts of a job, and its pauses between them. */
const ATTEMPTS = 5;
/** Until a job is looked for whose worker died: BullMQ's stalled jobs. */
const STALLED_MS = minute;
/** How long PostgreSQL keeps the lock of one that died, whose machine is cut off, that hangs. */
const LOCKS_OF_THE_DEAD_MS = [0, 30 * second, HUNG_HOLDER_MS];
/** Shares of the looks: of edges' jobs that are lost, and of jobs that two workers run at once. */
const LOST = 0.05;
const DOUBLED = 0.05;
/** The minutes around an edge in which every look is made; and apart from them one in so many. */
const BEFORE_MS = 3 * minute;
const AFTER_MS = 10 * minute;
const QUIET_MS = 30 * minute;

/** What a year came to. */
export interface DrivenYear {
  readonly wire: UnreliableWire;
  readonly looks: number;
  /** Errors that are no refusal of the platform. */
  readonly unexpected: readonly string[];
}

/**
 * A year of two workers with drivers of their own: a look at each edge that is known by then, at
 * each order, each minute, at a change under way, and again after a failure, all as the worker has
 * it. Between edges, with nothing to do, only the look of every thirtieth minute is made.
 */
export async function driveYear(
  subject: WireSubject,
  plan: PlannedYear,
  seed: number,
): Promise<DrivenYear> {
  const random = randomNumbers(seed);
  const clock = new ManualClock(plan.from);
  const unexpected: string[] = [];
  const workers = [subject.driver(), subject.driver()];
  let heldUntil = -Infinity;
  let isKilled = false;
  const wire = new UnreliableWire(subject, plan, clock, random, () => (isKilled = true));
  const lock: TargetLock = {
    async tryRun(_target, work) {
      if (clock.now() < heldUntil) return 'busy';
      heldUntil = Infinity;
      try {
        return { done: await work() };
      } finally {
        const kept = LOCKS_OF_THE_DEAD_MS[Math.floor(random() * LOCKS_OF_THE_DEAD_MS.length)]!;
        heldUntil = isKilled ? clock.now() + kept : -Infinity;
      }
    },
  };

  const boundaries = boundariesOf(plan);
  const edges = new Set<number>();
  const due: Look[] = [{ at: plan.from, attempt: 1, isTick: true }];
  for (const { orderedAt, from } of plan.overrides) {
    if (orderedAt === from) due.push({ at: from, attempt: 1 });
  }
  let looks = 0;
  let underWaySince: number | undefined;
  const isPaused = () => isWithin(plan.pauses, clock.now());
  const record = async (result: ReconcileResult) => {
    if (result.outcome === 'failed') return result;
    if (result.outcome === 'pending') underWaySince ??= result.at;
    else underWaySince = undefined;
    return { ...result, underWaySince };
  };

  const look = async (worker: number, { attempt }: Look): Promise<void> => {
    looks += 1;
    const target = isPaused() ? { ...plan.target, excluded: 'paused' } : plan.target;
    const overrides = plan.overrides.filter(
      ({ orderedAt, until }) => orderedAt <= clock.now() && clock.now() < until,
    );
    const driver = workers[worker]!;
    const deps = { clock, driver, lock, overrides: () => overrides, record };
    const result = await reconcile(target, deps);
    const now = clock.now();
    if (result.outcome === 'busy') {
      due.push({ at: now + second, attempt, isPostponed: true });
      return;
    }
    if (isKilled) {
      // What it came to, nobody knows: a dead worker neither records nor plans.
      isKilled = false;
      workers[worker] = subject.driver();
      due.push({ at: now + STALLED_MS, attempt });
      return;
    }
    const edge = nextBoundary(target, overrides, undefined, now);
    if (edge !== undefined && !edges.has(edge.at)) {
      edges.add(edge.at);
      if (random() >= LOST) due.push({ at: edge.at + random() * second, attempt: 1 });
    }
    const checkAt = nextCheck(result);
    if (checkAt !== undefined) due.push({ at: checkAt, attempt: 1 });
    if (result.outcome !== 'failed') return;
    const { code, message } = result.error!;
    if (code === 'UNEXPECTED' || code === 'DATABASE' || code === 'REFUSED')
      unexpected.push(message);
    if (attempt === ATTEMPTS) return;
    const delay = second * 2 ** (attempt - 1) * (1 - random() / 2);
    due.push({ at: now + delay, attempt: attempt + 1 });
  };

  /** When the look of a minute is due again that could find anything to do. */
  const nextTick = (): number => {
    const now = clock.now();
    const next = boundaries.findIndex((at) => at > now);
    const last = boundaries[next - 1] ?? plan.from;
    const wanted = wantedAt(plan, now);
    const isQuiet =
      now - last > AFTER_MS &&
      (wanted === undefined || isToldRight(subject.told(), wanted)) &&
      underWaySince === undefined;
    if (!isQuiet) return now + minute;
    if (wanted !== undefined && wanted.max > 1 && random() < 0.1 && isInHours(plan, now)) {
      wire.resize(wanted.min + Math.floor(random() * (wanted.max - wanted.min + 1)));
    }
    return Math.max(
      Math.min(now + QUIET_MS, (boundaries[next] ?? Infinity) - BEFORE_MS),
      now + minute,
    );
  };

  while (due.length > 0) {
    due.sort((left, right) => right.at - left.at);
    const next = due.pop()!;
    if (next.at >= plan.until) continue;
    clock.set(Math.max(clock.now(), next.at));
    wire.arrive();
    if (next.isTick === true) due.push({ at: nextTick(), attempt: 1, isTick: true });
    const worker = random() < 0.5 ? 0 : 1;
    const runs = [look(worker, next)];
    // One that comes too late for the lock waits; it is not given out anew.
    if (next.isPostponed !== true && random() < DOUBLED) runs.push(look(1 - worker, next));
    await Promise.all(runs);
  }
  return { wire, looks, unexpected: [...unexpected, ...wire.unexpected] };
}

/** When anything begins or ends that a look could find. */
function boundariesOf({ segments, overrides, pauses, refusals }: PlannedYear): number[] {
  const spans = [...segments, ...overrides, ...pauses, ...refusals];
  const all = spans.flatMap(({ from, until }) => [from, until]);
  return [...new Set(all)].sort((left, right) => left - right);
}

function segmentAt({ segments }: PlannedYear, now: number) {
  return segments.find(({ from, until }) => from <= now && now < until);
}

function wantedAt(plan: PlannedYear, now: number) {
  return segmentAt(plan, now)?.wanted;
}

function isInHours(plan: PlannedYear, now: number): boolean {
  return segmentAt(plan, now)?.reason === 'hours';
}
