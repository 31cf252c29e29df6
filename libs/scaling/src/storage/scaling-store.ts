import { Injectable } from '@nestjs/common';
import { Tables } from '@repo/database';
import { LessThan } from 'typeorm';
import { DemandStore } from './demand-store';
import { EventEntity } from './entities/event.entity';
import { OverrideEntity } from './entities/override.entity';
import { PauseEntity } from './entities/pause.entity';
import { HistoryStore } from './history-store';
import { OverrideStore } from './override-store';
import { PauseStore } from './pause-store';
import { RulesReportStore } from './rules-report-store';
import { SavingsStore } from './savings-store';
import { StatusStore } from './status-store';
import { StoredSizes } from './stored-sizes';

/** How long events, and orders that are over, are kept: a year, in milliseconds. */
export const HISTORY_KEPT_MS = 366 * 86_400_000;

/**
 * What scaling remembers, in PostgreSQL: shared by the workers, which decide, and the apis, which
 * take orders and tell how things are. Needs the global `DatabaseModule` with `scalingSchema`.
 */
@Injectable()
export class ScalingStore {
  readonly overrides: OverrideStore;
  readonly pauses: PauseStore;
  readonly history: HistoryStore;
  readonly statuses: StatusStore;
  readonly savings: SavingsStore;
  readonly demand: DemandStore;
  readonly rules: RulesReportStore;
  /** For drivers that can keep no size beside the target. */
  readonly earlierSizes: StoredSizes;

  constructor(private readonly tables: Tables) {
    this.overrides = new OverrideStore(tables);
    this.pauses = new PauseStore(tables);
    this.history = new HistoryStore(tables);
    this.statuses = new StatusStore(tables);
    this.savings = new SavingsStore(tables);
    this.demand = new DemandStore(tables);
    this.rules = new RulesReportStore(tables);
    this.earlierSizes = new StoredSizes(tables);
  }

  /**
   * Drops what is older than a year. Savings stay.
   *
   * @param now milliseconds since 1970
   * @returns how many rows went
   */
  async prune(now: number): Promise<number> {
    const before = LessThan(now - HISTORY_KEPT_MS);
    const [events, overrides, pauses] = await Promise.all([
      this.tables.getRepository(EventEntity),
      this.tables.getRepository(OverrideEntity),
      this.tables.getRepository(PauseEntity),
    ]);
    const dropped = await Promise.all([
      events.delete({ at: before }),
      overrides.delete({ until: before }),
      pauses.delete({ until: before }),
      pauses.delete({ resumedAt: before }),
    ]);
    return dropped.reduce((sum, { affected }) => sum + (affected ?? 0), 0);
  }
}
