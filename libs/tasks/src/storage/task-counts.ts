import { Tables } from '@repo/database';
import { Injectable } from '@nestjs/common';

/** The tasks of an app that are not over. */
export interface OpenTasks {
  /** Their number by status. */
  readonly working: number;
  readonly inputRequired: number;
  /** Those that are `working` for clients, and wait for somebody's approval. */
  readonly approvalRequired: number;
  /** Seconds since the one was made, or became due, that waits longest for a run; 0 where none waits. */
  readonly oldestWaitingSeconds: number;
}

/** Counts tasks for metrics. */
@Injectable()
export class TaskCounts {
  constructor(private readonly tables: Tables) {}

  async open(app: string): Promise<OpenTasks> {
    const [row] = await this.tables.query<[Record<keyof OpenTasks, string>]>(
      `SELECT count(*) FILTER (WHERE status = 'working'
           AND approval IS DISTINCT FROM 'pending') AS working,
         count(*) FILTER (WHERE status = 'working' AND approval = 'pending') AS "approvalRequired",
         count(*) FILTER (WHERE status = 'input_required') AS "inputRequired",
         coalesce(extract(epoch FROM now() - min(updated_at)
           FILTER (WHERE status = 'working' AND run IS NULL
             AND approval IS DISTINCT FROM 'pending')), 0) AS "oldestWaitingSeconds"
       FROM task WHERE app = $1 AND status IN ('working', 'input_required')`,
      [app],
    );
    return {
      working: Number(row.working),
      inputRequired: Number(row.inputRequired),
      approvalRequired: Number(row.approvalRequired),
      oldestWaitingSeconds: Math.max(0, Number(row.oldestWaitingSeconds)),
    };
  }
}
