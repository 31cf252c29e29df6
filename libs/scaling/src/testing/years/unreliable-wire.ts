import type { ManualClock } from '@repo/foundation/testing';
import type { ApiFault, ApiRequest } from '../fake-api';
import { isWithin, type PlannedYear } from './planned-year';
import type { Told, WireSubject } from './wire-subjects';

/** Shares of the requests. Nothing of these is excused: they are ours to get over. */
const FAILING = 0.04;
const HANGING = 0.001;
const KILLING = 0.003;
/** Milliseconds after which the drivers give up, as they are shipped. */
const GIVES_UP_MS = 10_000;
/** Milliseconds until as many run as the platform was told to, at most. */
const LAG_MS = 40_000;

export interface WireCounts {
  requests: number;
  failed: number;
  hung: number;
  killed: number;
  /** While the platform refuses everything. */
  refused: number;
}

/** Since when a platform is told a size, or has so many run. */
export interface At<T> {
  readonly at: number;
  readonly value: T;
}

/** Between drivers and a stand-in: takes its time, loses, refuses, hangs, and kills who asks. */
export class UnreliableWire {
  readonly counts: WireCounts = { requests: 0, failed: 0, hung: 0, killed: 0, refused: 0 };
  /** What the stand-in did not understand. */
  readonly unexpected: string[] = [];
  readonly told: At<Told>[];
  readonly running: At<number>[];
  private arrival: At<number> | undefined;

  /** @param onKill whoever asked is dead from here on */
  constructor(
    private readonly subject: WireSubject,
    private readonly plan: PlannedYear,
    private readonly clock: ManualClock,
    private readonly random: () => number,
    private readonly onKill: () => void,
  ) {
    const told = subject.told();
    this.told = [{ at: plan.from, value: told }];
    this.running = [{ at: plan.from, value: told.replicas }];
    subject.show(told.replicas);
    subject.api.intercept((request) => this.handle(request));
  }

  /** Its autoscaler, or somebody by hand, has moved it: nobody waits for that. */
  resize(replicas: number): void {
    this.arrive();
    this.subject.resize?.(replicas);
    const at = this.clock.now();
    this.told.push({ at, value: this.subject.told() });
    this.running.push({ at, value: replicas });
    this.subject.show(replicas);
  }

  private handle(request: ApiRequest): ApiFault {
    const { clock, counts, random, plan, subject } = this;
    // They are of no use afterwards, and a year has many.
    subject.api.requests.length = 0;
    counts.requests += 1;
    clock.advance(20 + random() * 280);
    this.arrive();
    const draw = random();
    const isDone = random() < 0.5;
    const refusal = { answer: subject.refusals[random() < 0.5 ? 0 : 1]! };

    if (isWithin(plan.refusals, clock.now())) {
      counts.refused += 1;
      return refusal;
    }
    if (draw < KILLING) {
      counts.killed += 1;
      if (isDone) this.answer(request);
      this.onKill();
      return 'cut-before';
    }
    if (draw < KILLING + HANGING) {
      counts.hung += 1;
      if (isDone) this.answer(request);
      clock.advance(GIVES_UP_MS);
      return 'hang';
    }
    if (draw < KILLING + HANGING + FAILING) {
      counts.failed += 1;
      if (isDone) this.answer(request);
      return random() < 0.25 ? 'cut-before' : refusal;
    }
    return { answer: this.answer(request) };
  }

  private answer(request: ApiRequest) {
    const { subject, clock, random } = this;
    const before = subject.told();
    try {
      return subject.answer(request);
    } catch (error) {
      this.unexpected.push(`${request.method} ${request.path}: ${String(error)}`);
      return { status: 400 };
    } finally {
      const value = subject.told();
      const at = clock.now();
      if (JSON.stringify(value) !== JSON.stringify(before)) this.told.push({ at, value });
      if (value.replicas !== before.replicas) {
        this.arrival = { at: at + random() * LAG_MS, value: value.replicas };
        subject.show(this.running.at(-1)!.value);
      }
    }
  }

  /** What was asked for a while ago runs by now. */
  arrive(): void {
    const { arrival } = this;
    if (arrival === undefined || arrival.at > this.clock.now()) return;
    this.arrival = undefined;
    this.running.push(arrival);
    this.subject.show(arrival.value);
  }
}
