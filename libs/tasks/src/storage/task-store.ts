import { randomUUID } from 'node:crypto';
import { Tables } from '@repo/database';
import type { Client } from '@repo/mcp-core';
import { Inject, Injectable } from '@nestjs/common';
import { TASKS_OPTIONS, type TasksOptions } from '../tasks-options';
import { APPROVAL_COLUMNS, approvalParameters, type NewApproval } from './task-approval';
import { listedTaskOf, taskOf, type ListedTask, type Task, type TaskRow } from './task-row';
import { rowsOf } from './rows-of';

/** What a call becomes a task with. */
export interface NewTask {
  readonly app: string;
  readonly server: string;
  readonly tool: string;
  readonly owner: string;
  /** Whose limit of open tasks it counts to. */
  readonly countedAs: string;
  readonly client: Client;
  readonly params: object;
  readonly answers: object;
  readonly timeoutMs: number;
  readonly tries: number;
  readonly ttlMs: number;
  /** Where it waits for somebody's decision first. The time of that comes before `ttlMs`. */
  readonly approval?: NewApproval | undefined;
  /** Open tasks of this caller, and of this tool over all callers. */
  readonly limits: { readonly ofCaller: number; readonly ofTool: number | undefined };
}

/** A task as somebody knows it; one that they know nothing of has an id alone. */
export type SeenTask = Pick<Task, 'id'> & Partial<Pick<Task, 'updatedAt' | 'status'>>;

export const COLUMNS = `id, server, tool, owner, client, params, answers, questions, checkpoint, status,
  status_message, outcome, result, error, timeout_ms, tries, attempt, seq, cancelled, dead, created_at,
  updated_at, expires_at, ${APPROVAL_COLUMNS}`;

/** Tasks as clients and operators see and change them. All times are the database's. */
@Injectable()
export class TaskStore {
  private readonly lostMs: number;

  constructor(
    private readonly tables: Tables,
    @Inject(TASKS_OPTIONS) { timing }: Required<TasksOptions>,
  ) {
    this.lostMs = timing.lostMs;
  }

  /** @returns undefined where a limit is reached, or there is one to join */
  async create(task: NewTask): Promise<Task | undefined> {
    const { client, params, answers, limits, approval } = task;
    const rows = await this.tables.query<TaskRow[]>(
      `INSERT INTO task (id, app, server, tool, owner, counted_as, client, params, answers, status,
         timeout_ms, tries, attempt, seq, due_at, cancelled, dead, created_at, updated_at, expires_at,
         approval, approval_reason, approval_expires_at, arguments_hash, status_message, notice_at,
         notices, joinable)
       SELECT $1, $2, $3, $4, $5, $6, $7, $8, $9, 'working', $10, $11, 0, 0,
         now() + COALESCE($15::float8, $22::float8) * interval '1 ms', false, false, now(), now(),
         now() + ($12::float8 + COALESCE($15::float8, 0)) * interval '1 ms', $16, $17, now() + $15::float8 * interval '1 ms',
         $18, $19, CASE WHEN $20 THEN now() END, 0, $21
       WHERE (SELECT count(*) FROM (SELECT 1 FROM task WHERE counted_as = $6
           AND status IN ('working', 'input_required') LIMIT $13) open) < $13
         AND ($14::integer IS NULL OR (SELECT count(*) FROM (SELECT 1 FROM task WHERE server = $3
           AND tool = $4 AND status IN ('working', 'input_required') LIMIT $14) open) < $14)
       ON CONFLICT DO NOTHING
       RETURNING ${COLUMNS}`,
      [
        randomUUID(),
        ...[task.app, task.server, task.tool, task.owner, task.countedAs],
        ...[client, params, answers].map((value) => JSON.stringify(value)),
        ...[task.timeoutMs, task.tries, task.ttlMs, limits.ofCaller, limits.ofTool ?? null],
        ...approvalParameters(approval),
        this.lostMs,
      ],
    );
    return rows[0] && taskOf(rows[0]);
  }

  async get(id: string): Promise<Task | undefined> {
    const rows = await this.tables.query<TaskRow[]>(
      `SELECT ${COLUMNS} FROM task WHERE id = $1 AND expires_at > now()`,
      [id],
    );
    return rows[0] && taskOf(rows[0]);
  }

  /** Those that are there. */
  async getAll(ids: readonly string[]): Promise<Task[]> {
    const rows = await this.tables.query<TaskRow[]>(
      `SELECT ${COLUMNS} FROM task WHERE id = ANY($1) AND expires_at > now()`,
      [ids],
    );
    return rows.map(taskOf);
  }

  /**
   * Tasks of an owner on a server, the newest first.
   *
   * @param after where the page before ended
   */
  async page(
    { owner, server }: Pick<Task, 'owner' | 'server'>,
    limit: number,
    after?: Pick<Task, 'createdAt' | 'id'>,
  ): Promise<ListedTask[]> {
    const rows = await this.tables.query<TaskRow[]>(
      `SELECT id, tool, owner, server, status, status_message, outcome, cancelled, created_at,
         updated_at, expires_at
       FROM task WHERE owner = $1 AND server = $2 AND expires_at > now()
         AND ($4::timestamptz IS NULL OR (created_at, id) < ($4, $5::uuid))
       ORDER BY created_at DESC, id DESC LIMIT $3`,
      [owner, server, limit, after?.createdAt.toISOString() ?? null, after?.id ?? null],
    );
    return rows.map(listedTaskOf);
  }

  /** Those that are not any more as they were seen, `limit` at most. */
  async changed(seen: readonly SeenTask[], limit: number): Promise<Task[]> {
    const rows = await this.tables.query<TaskRow[]>(
      `SELECT ${COLUMNS} FROM task
       JOIN unnest($1::uuid[], $2::timestamptz[], $3::text[]) AS seen (seen_id, seen_at, seen_status)
         ON id = seen_id
       WHERE (updated_at, status) IS DISTINCT FROM (seen_at, seen_status) AND expires_at > now()
       LIMIT $4`,
      [
        seen.map(({ id }) => id),
        seen.map(({ updatedAt }) => updatedAt?.toISOString() ?? null),
        seen.map(({ status }) => status ?? null),
        limit,
      ],
    );
    return rows.map(taskOf);
  }

  /**
   * Keeps the answers to questions that are open; others are ignored.
   *
   * @returns the task, ready to run again, where none is left open
   */
  async answer(id: string, answers: Readonly<Record<string, unknown>>): Promise<Task | undefined> {
    return this.tables.transaction(async (manager) => {
      const [row] = await manager.query<TaskRow[]>(
        `SELECT ${COLUMNS} FROM task WHERE id = $1 AND status = 'input_required' FOR UPDATE`,
        [id],
      );
      if (row === undefined) return undefined;
      const { questions = {}, answers: before } = taskOf(row);
      const given = Object.entries(answers).filter(([key]) => Object.hasOwn(questions, key));
      if (given.length === 0) return undefined;
      const open = Object.entries(questions).filter(
        ([key]) => !given.some(([answered]) => answered === key),
      );
      const all = JSON.stringify({ ...before, ...Object.fromEntries(given) });
      const changed = rowsOf<TaskRow>(
        open.length > 0
          ? await manager.query(
              `UPDATE task SET answers = $2, questions = $3, updated_at = now() WHERE id = $1`,
              [id, all, JSON.stringify(Object.fromEntries(open))],
            )
          : await manager.query(
              `UPDATE task SET answers = $2, questions = NULL, status = 'working', seq = seq + 1,
                 status_message = NULL, updated_at = now(), due_at = now() + $3 * interval '1 ms'
               WHERE id = $1 RETURNING ${COLUMNS}`,
              [id, all, this.lostMs],
            ),
      );
      return changed[0] && taskOf(changed[0]);
    });
  }

  /**
   * Ends a task that does not run now, and asks one that does to end.
   *
   * @returns whether this ended it
   */
  async cancel(id: string): Promise<boolean> {
    const rows = rowsOf<{ status: string }>(
      await this.tables.query(
        `UPDATE task SET cancelled = true,
         status = CASE WHEN run IS NULL THEN 'cancelled' ELSE status END,
         outcome = CASE WHEN run IS NULL THEN 'cancelled' ELSE outcome END,
         questions = CASE WHEN run IS NULL THEN NULL ELSE questions END,
         due_at = CASE WHEN run IS NULL THEN NULL ELSE due_at END, updated_at = now()
       WHERE id = $1 AND status IN ('working', 'input_required') RETURNING status`,
        [id],
      ),
    );
    return rows[0]?.status === 'cancelled';
  }
}
