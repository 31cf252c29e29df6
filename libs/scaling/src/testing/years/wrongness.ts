import type { Wanted } from '../../size';
import { GRACE_MINUTES, type PlannedYear, type Segment, type Span } from './planned-year';
import type { At, UnreliableWire } from './unreliable-wire';
import type { Told } from './wire-subjects';

const GRACE_MS = GRACE_MINUTES * 60_000;

/** Milliseconds for which something was wrong after each edge that changed the size. */
export interface Wrongness {
  readonly edges: number;
  /** Without the time in which the platform refused every request. */
  readonly own: readonly number[];
  /** That time alone. */
  readonly refused: readonly number[];
  /** Edges after which it was wrong for longer than it may be, and what became wrong by itself. */
  readonly faults: readonly string[];
}

/**
 * From the edge on. Time is excused only where it lies in a span, drawn before the year began, in
 * which the platform refuses every request: not from the last failed call, nor until the next look.
 */
export function wrongnessOf<T>(
  { segments, refusals }: PlannedYear,
  timeline: readonly At<T>[],
  isRight: (value: T, wanted: Wanted) => boolean,
  limit: number,
): Wrongness {
  const [own, refused, faults]: [number[], number[], string[]] = [[], [], []];
  for (const segment of segments.slice(1)) {
    const { wanted, from } = segment;
    if (wanted === undefined) continue;
    const wrong = within(timeline, segment).filter(({ value }) => !isRight(value, wanted));
    if (wrong.length === 0) continue;
    const all = wrong.reduce((sum, span) => sum + length(span), 0);
    const excused = wrong.reduce((sum, span) => sum + overlap(span, refusals), 0);
    own.push(all - excused);
    refused.push(excused);
    const what = `${new Date(from).toISOString()}, ${segment.reason}`;
    if (all - excused > limit) faults.push(`${what}: ${(all - excused) / 1_000} s late`);
    const isFlap = wrong.some((span, index) => span.from !== (wrong[index - 1]?.until ?? from));
    if (isFlap) faults.push(`${what}: became wrong by itself`);
  }
  return { edges: own.length, own, refused, faults };
}

/** The platform was told what is wanted. */
export function isToldRight({ replicas, min, max }: Told, wanted: Wanted): boolean {
  if (replicas < wanted.min || replicas > wanted.max) return false;
  return (min ?? wanted.min) === wanted.min && (max ?? wanted.max) === wanted.max;
}

/** As many run as may. */
export function isRunningRight(running: number, { min, max }: Wanted): boolean {
  return min <= running && running <= max;
}

/** Mornings after a night between hours alone, and those that have the size of the evening before. */
export function morningsOf({ segments }: PlannedYear, { told }: UnreliableWire) {
  let [all, restored] = [0, 0];
  for (const [index, segment] of segments.entries()) {
    const [evening, night] = [segments[index - 2], segments[index - 1]];
    const reasons = [evening?.reason, night?.reason, segment.reason].join();
    if (reasons !== 'hours,off,hours') continue;
    const rightIn = ({ wanted, ...span }: Segment) =>
      within(told, span).filter(({ value }) => isToldRight(value, wanted!));
    const size = rightIn(evening!).at(-1)?.value.replicas;
    if (size === undefined || rightIn(night!).length === 0) continue;
    // After an override over the end of the hours what is left is their grace, which has its size.
    if (segments[index - 3]?.reason === 'override' && length(evening!) <= GRACE_MS) continue;
    all += 1;
    if (rightIn(segment)[0]?.value.replicas === size) restored += 1;
  }
  return { all, restored };
}

/** @param share such as 0.99 */
export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((left, right) => left - right);
  return sorted[Math.ceil(sorted.length * share) - 1] ?? 0;
}

/** The values that held in a span, each with its part of it. */
function within<T>(timeline: readonly At<T>[], { from, until }: Span): (Span & { value: T })[] {
  let low = 0;
  for (let high = timeline.length; low + 1 < high;) {
    const middle = Math.floor((low + high) / 2);
    if (timeline[middle]!.at <= from) low = middle;
    else high = middle;
  }
  const found: (Span & { value: T })[] = [];
  for (let index = low; index < timeline.length && timeline[index]!.at < until; index += 1) {
    const end = Math.min(timeline[index + 1]?.at ?? until, until);
    const start = Math.max(timeline[index]!.at, from);
    if (end > start) found.push({ from: start, until: end, value: timeline[index]!.value });
  }
  return found;
}

function overlap(span: Span, spans: readonly Span[]): number {
  // Those that lie over each other are no excuse twice.
  const merged: Span[] = [];
  for (const next of spans.toSorted((left, right) => left.from - right.from)) {
    const last = merged.at(-1);
    if (last === undefined || next.from > last.until) merged.push(next);
    else merged[merged.length - 1] = { ...last, until: Math.max(last.until, next.until) };
  }
  return merged.reduce((sum, { from, until }) => {
    return sum + Math.max(0, Math.min(until, span.until) - Math.max(from, span.from));
  }, 0);
}

function length({ from, until }: Span): number {
  return until - from;
}
