import { randomUUID } from 'node:crypto';
import { Tables } from '@repo/database';
import { Inject, Injectable } from '@nestjs/common';
import { TASKS_OPTIONS, type TasksOptions } from '../tasks-options';
import type { TaskTiming } from '../task-timing';
import { rowsOf } from './rows-of';
import { SWEEP, SWEPT } from './sweep.statement';
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

/** A run of a task; `run` is a UUID that only its process knows. */
export interface RunRef {
  readonly id: string;
  readonly run: string;
}

/** A task that was taken up. */
export interface SweptTask extends NextJob {
  /** Whether that was the end of the last of its tries. */
  readonly usedUp: boolean;
}

/** What a look at the runs of this process found. */
export interface SeenRun {
  readonly run: string;
  readonly cancelled: boolean;
}

/** A task whose tries are used up. */
export type DeadTask = Pick<Task, 'id' | 'tool' | 'attempt'>;

/**
 * Tasks as those who run them see and change them. Each change asks for the run, so that whoever lost a
 * task can change nothing of it any more.
 */
@Injectable()
export class RunStore {
  private readonly timing: TaskTiming;

  constructor(
    private readonly tables: Tables,
    @Inject(TASKS_OPTIONS) { timing }: Required<TasksOptions>,
  ) {
    this.timing = timing;
  }

  /**
   * Begins a run.
   *
   * @param job its `seq` must be the last one; a task whose dead letter it was begins anew
   * @returns undefined where there is nothing to run: it runs elsewhere, has ended, or waits for input
   */
  async claim({ id, seq }: NextJob): Promise<(Task & RunRef) | undefined> {
    const run = randomUUID();
    const [row] = rowsOf<TaskRow>(
      await this.tables.query(
        `UPDATE task SET run = $3, due_at = now() + $4 * interval '1 ms', updated_at = now(),
           status = 'working', result = NULL, error = NULL, outcome = NULL, dead = false,
           attempt = CASE WHEN dead THEN 0 ELSE attempt END, cancelled = cancelled AND NOT dead
         WHERE id = $1 AND seq = $2 AND run IS NULL AND expires_at > now()
           AND (approval IS NULL OR approval = 'approved')
           AND (status = 'working' OR (dead AND due_at IS NULL))
         RETURNING *`,
        [id, seq, run, this.timing.leaseMs],
      ),
    );
    return row && { ...taskOf(row), run };
  }

  /** Whether this job shall become the dead letter of its task: its tries are used up, and it has none. */
  async deadOf({ id, seq }: NextJob): Promise<DeadTask | undefined> {
    const rows = await this.tables.query<DeadTask[]>(
      `SELECT id, tool, attempt FROM task WHERE id = $1 AND seq = $2 AND dead AND due_at IS NOT NULL`,
      [id, seq],
    );
    return rows[0];
  }

  /** The queue has it as a dead letter. Until then its job is added again and again. */
  async buried({ id, seq }: NextJob): Promise<void> {
    await this.tables.query(`UPDATE task SET due_at = NULL WHERE id = $1 AND seq = $2 AND dead`, [
      id,
      seq,
    ]);
  }

  /** Keeps the runs for another lease, and tells which of them are still there. */
  async renew(runs: readonly RunRef[]): Promise<SeenRun[]> {
    return rowsOf<SeenRun>(
      await this.tables.query(
        `UPDATE task SET due_at = now() + $3 * interval '1 ms' WHERE id = ANY($1) AND run = ANY($2)
         RETURNING run, cancelled`,
        [runs.map(({ id }) => id), runs.map(({ run }) => run), this.timing.leaseMs],
      ),
    );
  }

  /** The runs that are still there. */
  async see(runs: readonly RunRef[]): Promise<SeenRun[]> {
    return this.tables.query<SeenRun[]>(
      `SELECT run, cancelled FROM task WHERE id = ANY($1) AND run = ANY($2)`,
      [runs.map(({ id }) => id), runs.map(({ run }) => run)],
    );
  }

  /**
   * @returns undefined where it was not this run's any more; else the task, whose `seq` is that of the
   *   job to add where it is `dead`
   */
  async finish({ id, run }: RunRef, end: TaskEnd): Promise<NextJob | undefined> {
    const rows = rowsOf<NextJob>(
      await this.tables.query(
        `UPDATE task SET run = NULL, status = $3, outcome = $4, result = $5, error = $6,
           status_message = $7, dead = $8::boolean, attempt = attempt + $8::boolean::integer,
           seq = seq + $8::boolean::integer, due_at = CASE WHEN $8::boolean THEN now() + $9 * interval '1 ms' END, updated_at = now()
         WHERE id = $1 AND run = $2 RETURNING id, seq`,
        [
          ...[id, run, end.status, end.outcome, end.result ?? null, end.error ?? null],
          ...[end.message ?? null, end.dead ?? false, this.timing.lostMs],
        ],
      ),
    );
    return rows[0];
  }

  /** Waits for the client. @returns whether it was still this run's */
  async park({ id, run }: RunRef, questions: object): Promise<boolean> {
    return this.change(
      `UPDATE task SET run = NULL, due_at = NULL, updated_at = now(),
         status = CASE WHEN cancelled THEN 'cancelled' ELSE 'input_required' END,
         outcome = CASE WHEN cancelled THEN 'cancelled' END,
         questions = CASE WHEN cancelled THEN NULL ELSE $3 END
       WHERE id = $1 AND run = $2 RETURNING id`,
      [id, run, JSON.stringify(questions)],
    );
  }

  /**
   * Gives the task to its next run; one that was cancelled meanwhile ends.
   *
   * @param delayMs milliseconds until then
   * @param failed whether this run counts as one that failed
   * @returns the job to add; undefined where there is none
   */
  async handOver(
    { id, run }: RunRef,
    delayMs: number,
    failed: boolean,
  ): Promise<NextJob | undefined> {
    const rows = rowsOf<NextJob & { cancelled: boolean }>(
      await this.tables.query(
        `UPDATE task SET run = NULL, seq = seq + 1, attempt = attempt + $3::integer, updated_at = now(),
           status = CASE WHEN cancelled THEN 'cancelled' ELSE status END,
           outcome = CASE WHEN cancelled THEN 'cancelled' END,
           due_at = CASE WHEN NOT cancelled THEN now() + ($4::float8 + $5::float8) * interval '1 ms' END
         WHERE id = $1 AND run = $2 RETURNING id, seq, cancelled`,
        [id, run, failed ? 1 : 0, delayMs, this.timing.lostMs],
      ),
    );
    return rows.find(({ cancelled }) => !cancelled);
  }

  /** @returns whether it was still this run's */
  async saveCheckpoint({ id, run }: RunRef, value: unknown): Promise<boolean> {
    return this.change(
      `UPDATE task SET checkpoint = $3, updated_at = now() WHERE id = $1 AND run = $2 RETURNING id`,
      [id, run, JSON.stringify(value ?? null)],
    );
  }

  /** @returns whether it was still this run's */
  async say({ id, run }: RunRef, message: string): Promise<boolean> {
    return this.change(
      `UPDATE task SET status_message = $3, updated_at = now() WHERE id = $1 AND run = $2
       RETURNING id`,
      [id, run, message],
    );
  }

  /** The queue did not take these jobs: they are due again soon. */
  async notQueued(jobs: readonly NextJob[]): Promise<void> {
    await this.tables.query(
      `UPDATE task SET due_at = now() + $3 * interval '1 ms'
       FROM unnest($1::uuid[], $2::integer[]) AS job (id, seq)
       WHERE task.id = job.id AND task.seq = job.seq AND run IS NULL AND due_at IS NOT NULL`,
      [jobs.map(({ id }) => id), jobs.map(({ seq }) => seq), this.timing.laterMs],
    );
  }

  /**
   * Takes up what nobody works on: tasks whose job got lost, and with `runs` those of a process that
   * ended.
   *
   * @returns their jobs, to be added; one that is there already stays as it is
   */
  async sweep(app: string, { runs }: { readonly runs: boolean }): Promise<SweptTask[]> {
    const swept = rowsOf<SweptTask & { cancelled: boolean }>(
      await this.tables.query(SWEEP, [
        ...[app, runs, this.timing.lostMs],
        ...[JSON.stringify({ code: -32603, message: DIED }), DIED],
      ]),
    );
    return swept.filter(({ cancelled }) => !cancelled);
  }

  /** Deletes tasks that nobody may see any more. @returns whether there may be more of them */
  async expire(): Promise<boolean> {
    const [, count] = await this.tables.query<[unknown[], number]>(
      `DELETE FROM task WHERE id IN (SELECT id FROM task WHERE expires_at < now() ORDER BY expires_at
         LIMIT ${SWEPT} FOR UPDATE SKIP LOCKED)`,
    );
    return count === SWEPT;
  }

  private async change(statement: string, parameters: unknown[]): Promise<boolean> {
    return rowsOf(await this.tables.query(statement, parameters)).length > 0;
  }
}

const DIED = 'The processes that ran this ended before it did.';
