import { randomUUID } from 'node:crypto';
import { Tables } from '@repo/database';
import { Injectable } from '@nestjs/common';
import { rowsOf } from './rows-of';
import { taskOf, type Task, type TaskRow } from './task-row';

/** How a run ended for good. */
export interface TaskEnd {
  readonly status: 'completed' | 'failed' | 'cancelled';
  readonly outcome: string;
  /** JSON of the result, or of the error. */
  readonly result?: string;
  readonly error?: string;
  readonly message?: string;
  /** Whether its tries are used up. */
  readonly dead?: boolean;
}

/** A job to add: of a task, by its number. */
export interface NextJob {
  readonly id: string;
  readonly seq: number;
}

/** What a look at the runs of this process found. */
export interface SeenRun {
  readonly run: string;
  readonly cancelled: boolean;
}

/** Seconds for which a run is a process's own, unless it says again that it goes on. */
const LEASE = '10 seconds';
/** Seconds until somebody looks whether the job of a task got lost. */
const LOST_AFTER = '30 seconds';
/** Tasks that one sweep takes up, or deletes. */
const SWEPT = 500;

/**
 * Tasks as those who run them see and change them. A run is a UUID that only its process knows: each
 * change asks for it, so that whoever lost a task can change nothing of it any more.
 */
@Injectable()
export class RunStore {
  constructor(private readonly tables: Tables) {}

  /**
   * Begins a run.
   *
   * @param job its `seq` must be the last one; a task whose tries are used up begins anew
   * @returns undefined where there is nothing to run: it runs elsewhere, has ended, or waits for input
   */
  async claim({ id, seq }: NextJob): Promise<(Task & { readonly run: string }) | undefined> {
    const run = randomUUID();
    const [row] = rowsOf<TaskRow>(
      await this.tables.query(
        `UPDATE task SET run = $3, due_at = now() + interval '${LEASE}', updated_at = now(),
           status = 'working', result = NULL, error = NULL, outcome = NULL, dead = false,
           attempt = CASE WHEN dead THEN 0 ELSE attempt END
         WHERE id = $1 AND seq = $2 AND run IS NULL AND (status = 'working' OR dead)
           AND expires_at > now()
         RETURNING *`,
        [id, seq, run],
      ),
    );
    return row && { ...taskOf(row), run };
  }

  /** Keeps the runs for another lease, and tells which of them are still there. */
  async renew(runs: readonly string[]): Promise<SeenRun[]> {
    return rowsOf<SeenRun>(
      await this.tables.query(
        `UPDATE task SET due_at = now() + interval '${LEASE}' WHERE run = ANY($1)
         RETURNING run, cancelled`,
        [runs],
      ),
    );
  }

  /** The runs that are still there. */
  async see(runs: readonly string[]): Promise<SeenRun[]> {
    return this.tables.query<SeenRun[]>(`SELECT run, cancelled FROM task WHERE run = ANY($1)`, [
      runs,
    ]);
  }

  /** @returns whether it was still this run's */
  async finish(run: string, end: TaskEnd): Promise<boolean> {
    return this.change(
      `UPDATE task SET run = NULL, due_at = NULL, status = $2, outcome = $3, result = $4, error = $5,
         status_message = $6, dead = $7, updated_at = now() WHERE run = $1 RETURNING id`,
      [
        ...[run, end.status, end.outcome, end.result ?? null, end.error ?? null],
        ...[end.message ?? null, end.dead ?? false],
      ],
    );
  }

  /** Waits for the client. @returns whether it was still this run's */
  async park(run: string, questions: object): Promise<boolean> {
    return this.change(
      `UPDATE task SET run = NULL, due_at = NULL, questions = $2, updated_at = now(),
         status = CASE WHEN cancelled THEN 'cancelled' ELSE 'input_required' END
       WHERE run = $1 RETURNING id`,
      [run, JSON.stringify(questions)],
    );
  }

  /**
   * Gives the task to its next run.
   *
   * @param delayMs milliseconds until then
   * @param failed whether this run counts as one that failed
   * @returns the job to add; undefined where it was not this run's any more
   */
  async handOver(run: string, delayMs: number, failed: boolean): Promise<NextJob | undefined> {
    const rows = rowsOf<NextJob>(
      await this.tables.query(
        `UPDATE task SET run = NULL, seq = seq + 1, attempt = attempt + $3, updated_at = now(),
           due_at = now() + interval '${LOST_AFTER}' + $2 * interval '1 ms'
         WHERE run = $1 RETURNING id, seq`,
        [run, delayMs, failed ? 1 : 0],
      ),
    );
    return rows[0];
  }

  /** @returns whether it was still this run's */
  async saveCheckpoint(run: string, value: unknown): Promise<boolean> {
    return this.change(
      `UPDATE task SET checkpoint = $2, updated_at = now() WHERE run = $1 RETURNING id`,
      [run, JSON.stringify(value ?? null)],
    );
  }

  /** @returns whether it was still this run's */
  async say(run: string, message: string): Promise<boolean> {
    return this.change(
      `UPDATE task SET status_message = $2, updated_at = now() WHERE run = $1 RETURNING id`,
      [run, message],
    );
  }

  /**
   * Takes up what nobody works on: the tasks of a process that ended, and those whose job got lost.
   *
   * @returns their jobs, to be added; one that is there already stays as it is
   */
  async sweep(app: string): Promise<NextJob[]> {
    await this.tables.query(
      `UPDATE task SET run = NULL, due_at = NULL, status = 'failed', outcome = 'failed', dead = true,
         attempt = attempt + 1, updated_at = now(), error = $2, status_message = $3
       WHERE app = $1 AND due_at < now() AND run IS NOT NULL AND attempt + 1 >= tries`,
      [app, JSON.stringify({ code: -32603, message: DIED }), DIED],
    );
    return rowsOf<NextJob>(
      await this.tables.query(
        `UPDATE task SET seq = seq + (run IS NOT NULL)::integer, run = NULL,
           attempt = attempt + (run IS NOT NULL)::integer, due_at = now() + interval '${LOST_AFTER}'
         WHERE id IN (SELECT id FROM task WHERE app = $1 AND due_at < now() ORDER BY due_at
           LIMIT ${SWEPT} FOR UPDATE SKIP LOCKED)
         RETURNING id, seq`,
        [app],
      ),
    );
  }

  /** Deletes tasks that nobody may see any more. @returns how many, at most 500 */
  async expire(): Promise<number> {
    const gone = await this.tables.query<[unknown[], number]>(
      `DELETE FROM task WHERE id IN (SELECT id FROM task WHERE expires_at < now() LIMIT ${SWEPT})`,
    );
    return gone[1];
  }

  private async change(statement: string, parameters: unknown[]): Promise<boolean> {
    return rowsOf(await this.tables.query(statement, parameters)).length > 0;
  }
}

const DIED = 'The processes that ran this ended before it did.';
