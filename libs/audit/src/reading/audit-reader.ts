import { encodeCursor, Tables, type Position } from '@repo/database';
import { Injectable } from '@nestjs/common';
import type { Kind } from '../record/audit-record';
import { entryOf, type AuditEntry, type AuditRow } from './audit-entry';
import type { AuditFilter } from './audit-filter';
import { pageQuery } from './page-query';
import type { PageRequest } from './page-request';

export interface AuditPage {
  readonly records: readonly AuditEntry[];
  /** The cursor of the page after; null where there is none. */
  readonly next: string | null;
}

/** Who called a feature, and how often. */
export interface AuditCaller {
  /** Empty for anonymous callers. */
  readonly client: string;
  readonly principal: string;
  readonly calls: number;
  /** In ISO 8601. */
  readonly lastAt: string;
}

/** Callers that are told, those with the most calls. */
const MAX_CALLERS = 50;

/** Records that an export reads at once. */
const EXPORT_STEP = 500;

/** Reads the audit trail, newest first. */
@Injectable()
export class AuditReader {
  constructor(private readonly tables: Tables) {}

  async page({ filter, after, limit }: PageRequest): Promise<AuditPage> {
    // One more than asked tells whether there is another page.
    const found = await this.read(filter, after, limit + 1);
    const records = found.slice(0, limit);
    const last = records.at(-1);
    const next = found.length > limit && last !== undefined ? encodeCursor(positionOf(last)) : null;
    return { records, next };
  }

  /**
   * Who called a feature, whoever was refused left out: the 50 with the most calls.
   *
   * @param from milliseconds since 1970
   */
  async callers(kind: Kind, name: string, from: number): Promise<AuditCaller[]> {
    const rows = await this.tables.query<
      { client_id: string; principal: string; calls: string; last_at: Date }[]
    >(
      `SELECT client_id, principal, sum(count) AS calls, max(at) AS last_at FROM audit_record
       WHERE kind = $1 AND name = $2 AND at >= $3 AND outcome NOT IN ('refused', 'rate_limited')
       GROUP BY client_id, principal ORDER BY sum(count) DESC LIMIT ${MAX_CALLERS}`,
      [kind, name, new Date(from)],
    );
    return rows.map(({ client_id: client, principal, calls, last_at }) => ({
      ...{ client, principal, calls: Number(calls), lastAt: last_at.toISOString() },
    }));
  }

  /**
   * All records from a position on, a page after the other: the next is read when the last has been
   * taken, so that an export of any length needs the memory of one page, holds no connection and
   * keeps no transaction open.
   */
  async *all({ filter, after }: PageRequest): AsyncGenerator<AuditEntry, void, undefined> {
    let position = after;
    for (;;) {
      const found = await this.read(filter, position, EXPORT_STEP);
      yield* found;
      const last = found.at(-1);
      if (found.length < EXPORT_STEP || last === undefined) return;
      position = positionOf(last);
    }
  }

  private async read(
    filter: AuditFilter,
    after: Position | undefined,
    limit: number,
  ): Promise<AuditEntry[]> {
    const { text, values } = pageQuery(filter, after, limit);
    const rows = await this.tables.query<AuditRow[]>(text, [...values]);
    return rows.map(entryOf);
  }
}

function positionOf({ at, id }: AuditEntry): Position {
  return { at: Date.parse(at), id };
}
