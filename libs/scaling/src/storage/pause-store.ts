import { randomUUID } from 'node:crypto';
import type { Tables } from '@repo/database';
import { IsNull, MoreThan } from 'typeorm';
import { localTime } from '../schedule/local-time';
import type { TimeZone } from '../schedule/time-zone';
import { PauseEntity } from './entities/pause.entity';
import { storedText } from './stored-text';

/** A time in which a target, or all of them, is left as it is. Milliseconds since 1970. */
export interface Pause {
  /** None: all of them. */
  readonly target?: string | undefined;
  readonly since: number;
  /** None: until somebody resumes. */
  readonly until?: number | undefined;
  readonly by: string;
  readonly reason?: string | undefined;
}

const MAX_REASON_LENGTH = 500;

/** Pauses that people order. */
export class PauseStore {
  constructor(private readonly tables: Tables) {}

  /** Those that hold, the oldest first. */
  async holding(now: number): Promise<readonly Pause[]> {
    const pauses = await this.tables.getRepository(PauseEntity);
    const rows = await pauses.find({
      where: [
        { resumedAt: IsNull(), until: IsNull() },
        { resumedAt: IsNull(), until: MoreThan(now) },
      ],
      order: { since: 'ASC', id: 'ASC' },
    });
    return rows.map(pauseOf);
  }

  /** The pause that holds for a target: its own or that of all. */
  async of(target: string, now: number): Promise<Pause | undefined> {
    return pauseFor(target, await this.holding(now));
  }

  /** Puts a pause in the place of that which holds for the same target, or for all. */
  async pause(pause: Pause): Promise<void> {
    const { target = null, since, until = null, by } = pause;
    const reason = storedText(pause.reason, MAX_REASON_LENGTH) ?? null;
    await this.tables.transaction(async (manager) => {
      const open = { target: target ?? IsNull(), resumedAt: IsNull() };
      await manager.update(PauseEntity, open, { resumedBy: by, resumedAt: since });
      const unresumed = { resumedBy: null, resumedAt: null };
      const row = { id: randomUUID(), target, since, until, reason, createdBy: by, ...unresumed };
      await manager.insert(PauseEntity, row);
    });
  }

  /**
   * Ends the pause of a target, or that of all.
   *
   * @returns whether there was one that held
   */
  async resume(target: string | undefined, by: string, now: number): Promise<boolean> {
    const held = (await this.holding(now)).some((pause) => pause.target === target);
    const open = { target: target ?? IsNull(), resumedAt: IsNull() };
    const ended = { resumedBy: by, resumedAt: now };
    const pauses = await this.tables.getRepository(PauseEntity);
    await pauses.update(open, ended);
    return held;
  }
}

/** Of several the one that lasts longest counts. */
export function pauseFor(target: string, pauses: readonly Pause[]): Pause | undefined {
  const own = pauses.filter((pause) => pause.target === undefined || pause.target === target);
  return own.toSorted((left, right) => (right.until ?? Infinity) - (left.until ?? Infinity))[0];
}

const PAUSED = 'paused by ';

/** `paused by ana until 2026-11-22 21:00 Europe/Berlin: the sale` */
export function pauseText({ by, until, reason }: Pause, zone: TimeZone): string {
  const end = until === undefined ? '' : ` until ${localTime(until, zone)}`;
  return `${PAUSED}${by}${end}${reason === undefined ? '' : `: ${reason}`}`;
}

/** Whether a target was left alone for a pause, by the `why` of its status. */
export function isPauseText(why: string): boolean {
  return why.startsWith(`left alone: ${PAUSED}`);
}

function pauseOf({ target, since, until, createdBy, reason }: PauseEntity): Pause {
  return {
    target: target ?? undefined,
    since,
    until: until ?? undefined,
    by: createdBy,
    reason: reason ?? undefined,
  };
}
