import type { Position, Tables } from '@repo/database';
import type { Action } from '../reconcile/decide';
import type { Outcome } from '../reconcile/reconcile';
import { EventEntity } from './entities/event.entity';

/** What a person ordered. */
export type OrderAction = 'override' | 'cancel_override' | 'pause' | 'resume' | 'wake';

/** How something ended that is in the history; `superseded` by what was wanted before it came about. */
export type EventOutcome = Outcome | 'superseded';

/** Something that was done, tried or ordered. */
export type ScalingEvent = Readonly<Omit<EventEntity, 'action' | 'outcome'>> & {
  readonly action: Action | OrderAction;
  readonly outcome: EventOutcome;
};

/** An order of a person, for the history. */
export interface Order {
  readonly at: number;
  /** None: all of them. */
  readonly target?: string | undefined;
  readonly action: OrderAction;
  readonly why: string;
  /** The principal. */
  readonly actor: string;
}

/** Which events are meant. Times are milliseconds since 1970. */
export interface HistoryRequest {
  readonly target?: string | undefined;
  readonly from?: number | undefined;
  readonly to?: number | undefined;
  /** Where the page before ended. */
  readonly after?: Position | undefined;
  readonly limit: number;
}

export interface HistoryPage {
  readonly events: readonly ScalingEvent[];
  /** None where no page follows. */
  readonly next?: Position | undefined;
}

/** What happened, newest first. */
export class HistoryStore {
  constructor(private readonly tables: Tables) {}

  async page({ target, from, to, after, limit }: HistoryRequest): Promise<HistoryPage> {
    const history = await this.tables.getRepository(EventEntity);
    const query = history.createQueryBuilder('event');
    // Orders for all targets belong to the history of each.
    if (target !== undefined)
      query.andWhere('(event.target = :target OR event.target IS NULL)', { target });
    if (from !== undefined) query.andWhere('event.at >= :from', { from: new Date(from) });
    if (to !== undefined) query.andWhere('event.at < :to', { to: new Date(to) });
    if (after !== undefined) {
      const position = { at: new Date(after.at), id: after.id };
      query.andWhere('(event.at, event.id) < (:at, :id)', position);
    }
    // One more than asked tells whether there is another page.
    const found = await query
      .orderBy({ 'event.at': 'DESC', 'event.id': 'DESC' })
      .limit(limit + 1)
      .getMany();
    const events = found.slice(0, limit) as ScalingEvent[];
    const last = events.at(-1);
    const next = found.length > limit && last ? { at: last.at, id: last.id } : undefined;
    return { events, next };
  }

  async ordered({ at, target, action, why, actor }: Order): Promise<void> {
    const event = { at, target: target ?? null, action, outcome: 'done', why, actor };
    const events = await this.tables.getRepository(EventEntity);
    await events.insert(event);
  }
}
