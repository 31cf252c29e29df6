import { Clock, withTimeout } from '@repo/foundation';
import { Injectable, Logger } from '@nestjs/common';
import { localTime } from '../schedule/local-time';
import { strongestOverride, sizeOfOverride } from '../schedule/strongest-override';
import { TimeZone } from '../schedule/time-zone';
import { sizeText } from '../size';
import type { StoredOverride } from '../storage/override-store';
import { type Pause, pauseText } from '../storage/pause-store';
import { ScalingStore } from '../storage/scaling-store';
import { type Obstacle, obstaclesOf } from '../status/obstacles';
import { obstacleOf } from '../status/outlook';
import type { StoredStatus } from '../storage/status-store';
import { checkPause } from './check-pause';
import { checkOverride } from './check-override';
import { OrderError } from './order.error';
import type { OverrideOrder, PauseOrder, ResumeOrder } from './order-schemas';
import { ReconcileRequests } from './reconcile-requests';

/** Overrides of one target that hold or will hold. */
const MAX_OVERRIDES = 100;
/** Milliseconds that a target usually takes to serve: the worker's look, and a container's start. */
const USUAL_START_MS = 120_000;
/** Milliseconds that an order waits for the queue. */
const QUEUE_TIMEOUT_MS = 2_000;

/** What became of a call for a target. Times are milliseconds since 1970. */
export interface Wake {
  readonly target: string;
  /** An IANA name. */
  readonly timeZone: string;
  readonly isUp: boolean;
  /** When it usually serves by. */
  readonly expectedBy: number;
  /** When it goes down again, unless it is called again or its hours begin. */
  readonly until: number;
  /** What keeps it from coming up. */
  readonly whyNot: readonly Obstacle[];
}

/** Takes the orders of people and programs. Each is kept, told in the history, and followed at once. */
@Injectable()
export class ScalingOrders {
  private readonly logger = new Logger('Scaling');

  constructor(
    private readonly store: ScalingStore,
    private readonly requests: ReconcileRequests,
    private readonly clock: Clock,
  ) {}

  /** @param by the principal @throws {OrderError} */
  async override(order: OverrideOrder, by: string): Promise<StoredOverride> {
    const now = this.clock.now();
    const status = await this.statusOf(order.target);
    const override = checkOverride(order, status, now);
    const { timeZone } = status.rules;
    const pending = await this.store.overrides.pending(now, order.target);
    if (pending.length >= MAX_OVERRIDES) {
      const detail = `has ${pending.length} overrides already; cancel some`;
      throw new OrderError('IMPOSSIBLE', [{ field: 'target', detail }]);
    }
    const stored = await this.store.overrides.add(override, by, now);
    await this.tell('override', override.target, overrideText(stored, timeZone), by);
    return stored;
  }

  /** @throws {OrderError} where no such override holds or will hold */
  async cancelOverride(id: string, by: string): Promise<StoredOverride> {
    const cancelled = await this.store.overrides.cancel(id, by, this.clock.now());
    if (cancelled === undefined) {
      const detail = 'no override with this id holds or will hold';
      throw new OrderError('UNKNOWN', [{ field: 'id', detail }]);
    }
    // A target that is in no rules any more has no clock.
    const status = await this.store.statuses.of(cancelled.target);
    const text = overrideText(cancelled, status?.rules.timeZone ?? 'UTC');
    await this.tell('cancel_override', cancelled.target, text, by);
    return cancelled;
  }

  /** @throws {OrderError} */
  async pause(order: PauseOrder, by: string): Promise<Pause> {
    const { target, reason } = order;
    const now = this.clock.now();
    const timeZone = await this.zoneOf(target);
    const until = checkPause(order, timeZone, now);
    const pause: Pause = { target, since: now, until, by, reason };
    await this.store.pauses.pause(pause);
    await this.tell('pause', target, pauseText(pause, TimeZone.named(timeZone)), by);
    return pause;
  }

  /** @returns whether there was a pause to end @throws {OrderError} */
  async resume({ target }: ResumeOrder, by: string): Promise<boolean> {
    if (target !== undefined) await this.statusOf(target);
    const wasPaused = await this.store.pauses.resume(target, by, this.clock.now());
    if (wasPaused) await this.tell('resume', target, `resumed by ${by}`, by);
    return wasPaused;
  }

  /** Somebody needs a target now. @throws {OrderError} where it does not serve on demand */
  async wake(target: string, by: string): Promise<Wake> {
    const now = this.clock.now();
    const status = await this.statusOf(target);
    const { rules, actual } = status;
    if (rules.onDemand === undefined) {
      const detail = 'its rules have no on_demand; an override turns it on as well';
      throw new OrderError('IMPOSSIBLE', [{ field: 'target', detail }]);
    }
    const isUp = (actual?.ready ?? 0) >= Math.max(rules.onDemand.size.min, 1);
    const before = await this.store.demand.of(target);
    await this.store.demand.see(target, now);
    // Whoever calls again and again is in the history once.
    const isNews = !isUp && now - (before?.lastSeen ?? 0) >= rules.onDemand.idle;
    if (isNews) await this.tell('wake', target, `called by ${by}`, by);
    else await this.lookAt(target);
    const expectedBy = isUp ? now : now + USUAL_START_MS;
    const whyNot = await this.inTheWayOf(status, rules.onDemand.size.min, now);
    const { timeZone } = rules;
    return { target, timeZone, isUp, expectedBy, until: now + rules.onDemand.idle, whyNot };
  }

  /** An override goes before a call: one to less keeps the target down. */
  private async inTheWayOf(status: StoredStatus, least: number, now: number) {
    const [pauses, pending] = await Promise.all([
      this.store.pauses.holding(now),
      this.store.overrides.pending(now, status.target),
    ]);
    const { rules } = status;
    const strongest = strongestOverride(rules, [...(rules.overrides ?? []), ...pending], now);
    const isLess = strongest !== undefined && sizeOfOverride(rules, strongest.size).min < least;
    const inTheWay = obstaclesOf(status, pauses, now);
    return isLess ? [...inTheWay, obstacleOf(strongest, status)] : inTheWay;
  }

  /** Whose clock a time is of; that of all targets is theirs where they have one in common. */
  private async zoneOf(target: string | undefined): Promise<string> {
    if (target !== undefined) return (await this.statusOf(target)).rules.timeZone;
    const zones = new Set((await this.store.statuses.all()).map(({ rules }) => rules.timeZone));
    const [zone = 'UTC'] = zones;
    return zones.size === 1 ? zone : 'UTC';
  }

  private async statusOf(target: string): Promise<StoredStatus> {
    const statuses = await this.store.statuses.all();
    const status = statuses.find((one) => one.target === target);
    if (status !== undefined) return status;
    const names = statuses.map((one) => one.target).join(', ');
    const known = names === '' ? 'no worker has told of any yet' : `targets: ${names}`;
    const detail = `no target has this name; ${known}`;
    throw new OrderError('UNKNOWN', [{ field: 'target', detail }]);
  }

  private async tell(
    action: 'override' | 'cancel_override' | 'pause' | 'resume' | 'wake',
    target: string | undefined,
    why: string,
    actor: string,
  ): Promise<void> {
    await this.store.history.ordered({ at: this.clock.now(), target, action, why, actor });
    await this.lookAt(target);
  }

  /** A queue that is away takes nothing from the order: a worker looks within a minute. */
  private async lookAt(target: string | undefined): Promise<void> {
    try {
      await withTimeout(QUEUE_TIMEOUT_MS, this.requests.request(target));
    } catch (error) {
      this.logger.warn(`No worker could be told to look at once: ${String(error)}`);
    }
  }
}

function overrideText({ size, from, until, reason }: StoredOverride, timeZone: string): string {
  const what = typeof size === 'string' ? size : sizeText(size);
  const zone = TimeZone.named(timeZone);
  return `${what} from ${localTime(from, zone)} until ${localTime(until, zone)}${reason === undefined ? '' : `: ${reason}`}`;
}
