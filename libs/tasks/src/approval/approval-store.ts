import { Tables, type Position } from '@repo/database';
import { Inject, Injectable } from '@nestjs/common';
import { rowsOf } from '../storage/rows-of';
import { taskOf, type Task, type TaskRow } from '../storage/task-row';
import { COLUMNS } from '../storage/task-store';
import { TASKS_OPTIONS, type TasksOptions } from '../tasks-options';

/** A tool, by the name of its server (empty for the main one) and its own. */
export interface ToolName {
  readonly server: string;
  readonly tool: string;
}

/** What somebody decided. */
export interface StoredDecision {
  /** `principalOf` of who decides. */
  readonly by: string;
  readonly reason: string | undefined;
  /** Of what they saw. */
  readonly argumentsHash: string;
}

/** Tasks that end at once: one sweep takes as many. */
const SWEPT = 500;
/** Notices that are sent at once. */
const NOTICES = 20;

/** A decision counts while the task waits for it, in time, for what was seen; one statement tells. */
const IF_DECIDABLE = `WHERE id = $1 AND app = $2 AND arguments_hash = $3 AND approval = 'pending'
  AND status = 'working' AND approval_expires_at > now() RETURNING ${COLUMNS}`;

const DECIDED = `decided_by = $4, decision_reason = $5, decided_at = now(), updated_at = now(),
  notice_at = NULL`;

/** Tasks as those see them who decide. All times are the database's. */
@Injectable()
export class ApprovalStore {
  constructor(
    private readonly tables: Tables,
    @Inject(TASKS_OPTIONS) private readonly options: Required<TasksOptions>,
  ) {}

  /** Those of these tools that wait, the oldest first. */
  async waiting(
    app: string,
    tools: readonly ToolName[],
    limit: number,
    after?: Position,
  ): Promise<Task[]> {
    return this.tasks(
      `SELECT ${COLUMNS} FROM task WHERE app = $1 AND approval = 'pending' AND status = 'working'
         AND approval_expires_at > now() AND expires_at > now()
         AND (server, tool) IN (SELECT * FROM unnest($2::text[], $3::text[]))
         AND ($5::timestamptz IS NULL OR (created_at, id) > ($5, $6))
       ORDER BY created_at, id LIMIT $4`,
      [
        ...[app, tools.map(({ server }) => server), tools.map(({ tool }) => tool), limit],
        ...[after === undefined ? null : new Date(after.at), after?.id ?? null],
      ],
    );
  }

  /** @returns the task, ready to run; undefined where the decision does not count */
  async approve(app: string, id: string, decision: StoredDecision): Promise<Task | undefined> {
    const [task] = await this.tasks(
      `UPDATE task SET approval = 'approved', seq = seq + 1, status_message = NULL,
         due_at = now() + $6::float8 * interval '1 ms', ${DECIDED} ${IF_DECIDABLE}`,
      [...parametersOf(app, id, decision), this.options.timing.lostMs],
    );
    return task;
  }

  /**
   * Ends the task.
   *
   * @param result JSON of what its caller gets
   * @returns undefined where the decision does not count
   */
  async deny(
    app: string,
    id: string,
    decision: StoredDecision,
    result: string,
  ): Promise<Task | undefined> {
    const [task] = await this.tasks(
      `UPDATE task SET approval = 'denied', status = 'completed', outcome = 'refused', result = $6,
         status_message = NULL, due_at = NULL, ${DECIDED} ${IF_DECIDABLE}`,
      [...parametersOf(app, id, decision), result],
    );
    return task;
  }

  /** Ends the tasks that nobody decided on in time. @returns those, 500 at most */
  async expire(app: string, result: string): Promise<Task[]> {
    return this.tasks(
      `UPDATE task SET approval = 'expired', status = 'completed', outcome = 'refused', result = $2,
         status_message = NULL, due_at = NULL, notice_at = NULL, updated_at = now()
       WHERE id IN (SELECT id FROM task WHERE app = $1 AND approval = 'pending' AND status = 'working'
         AND due_at < now() ORDER BY due_at LIMIT ${SWEPT} FOR UPDATE SKIP LOCKED)
       RETURNING ${COLUMNS}`,
      [app, result],
    );
  }

  /** The task that further calls with the same arguments join. */
  async joinable(app: string, owner: string, hash: string): Promise<Task | undefined> {
    await this.tables.query(
      `UPDATE task SET joinable = NULL
       WHERE joinable AND app = $1 AND owner = $2 AND arguments_hash = $3 AND expires_at <= now()`,
      [app, owner, hash],
    );
    const [task] = await this.tasks(
      `SELECT ${COLUMNS} FROM task WHERE joinable AND app = $1 AND owner = $2 AND arguments_hash = $3`,
      [app, owner, hash],
    );
    return task;
  }

  /** Its caller has the result: the next call with the same arguments asks anew. */
  async told(id: string): Promise<void> {
    await this.tables.query(`UPDATE task SET joinable = NULL WHERE id = $1`, [id]);
  }

  /** Takes tasks of which others are to be told; each comes again, ever later, until they are. */
  async takeNotices(app: string): Promise<Task[]> {
    return this.tasks(
      `UPDATE task SET notices = notices + 1,
         notice_at = now() + LEAST(interval '1 hour', interval '30 seconds' * 2 ^ LEAST(notices, 10))
       WHERE id IN (SELECT id FROM task WHERE app = $1 AND notice_at < now() AND approval = 'pending'
         AND status = 'working' ORDER BY notice_at LIMIT ${NOTICES} FOR UPDATE SKIP LOCKED)
       RETURNING ${COLUMNS}`,
      [app],
    );
  }

  /** Others were told of it. */
  async noticed(id: string): Promise<void> {
    await this.tables.query(`UPDATE task SET notice_at = NULL WHERE id = $1`, [id]);
  }

  private async tasks(statement: string, parameters: unknown[]): Promise<Task[]> {
    return rowsOf<TaskRow>(await this.tables.query(statement, parameters)).map(taskOf);
  }
}

function parametersOf(app: string, id: string, decision: StoredDecision): unknown[] {
  const { argumentsHash, by, reason } = decision;
  return [id, app, argumentsHash, by, reason ?? null];
}
