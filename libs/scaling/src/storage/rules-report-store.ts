import type { Tables } from '@repo/database';
import type { RulesFault } from '../rules/rules-fault';
import { RulesEntity } from './entities/rules.entity';
import { StatusEntity } from './entities/status.entity';

/** What the worker last saw of its rules file. */
export interface RulesReport {
  /** Milliseconds since 1970. */
  readonly seenAt: number;
  /** Of the text in force; none where no rules are. */
  readonly hash?: string | undefined;
  /** ISO 4217, of the prices. */
  readonly currency?: string | undefined;
  /** Of the file as it is now; the rules before them stay in force. */
  readonly faults: readonly RulesFault[];
}

/** A file may be a thousand lines of nonsense; the first faults are enough to mend it. */
const MAX_FAULTS = 50;
const ONLY_ROW = 1;

const END_CHANGES = `
  UPDATE scaling_event SET outcome = 'superseded', due_at = NULL, ended_at = $2
  WHERE due_at IS NOT NULL AND target <> ALL($1)`;

export class RulesReportStore {
  constructor(private readonly tables: Tables) {}

  async last(): Promise<RulesReport | undefined> {
    const reports = await this.tables.getRepository(RulesEntity);
    const row = await reports.findOneBy({ id: ONLY_ROW });
    if (row === null) return undefined;
    const { seenAt, hash, currency, faults } = row;
    return { seenAt, hash: hash ?? undefined, currency: currency ?? undefined, faults };
  }

  /**
   * Keeps a report, and forgets the status of targets that are in no rules any more; their changes
   * under way end.
   *
   * @param targets the names of those in force; none where no rules are, and nothing is forgotten
   */
  async report(report: RulesReport, targets: readonly string[] | undefined): Promise<void> {
    const { seenAt, hash = null, currency = null } = report;
    const row = {
      id: ONLY_ROW,
      seenAt,
      hash,
      currency,
      faults: report.faults.slice(0, MAX_FAULTS),
    };
    await this.tables.transaction(async (manager) => {
      await manager.upsert(RulesEntity, row, ['id']);
      if (targets === undefined) return;
      const gone = manager.createQueryBuilder().delete().from(StatusEntity);
      await gone.where('target <> ALL(:targets)', { targets }).execute();
      // Nobody looks any more at what became of their changes.
      await manager.query(END_CHANGES, [targets, new Date(seenAt)]);
    });
  }
}
