/** Tasks that one statement takes up, or deletes. */
export const SWEPT = 500;

/**
 * What becomes of the tasks that are due. A job that got lost is added again under its number, so that
 * there is no second one where it is only late: it is looked for less often the longer it waits. A run
 * whose lease is over ends as one that failed.
 *
 * $1 app, $2 whether leases count, $3 `lostMs`, $4 the error and $5 the message of a task without tries
 */
export const SWEEP = `
  WITH due AS (
    SELECT id, run IS NOT NULL AS ran, run IS NOT NULL AND cancelled AS over,
      run IS NOT NULL AND NOT cancelled AND attempt + 1 >= tries AS used_up
    FROM task WHERE app = $1 AND due_at < now() AND ($2::boolean OR run IS NULL)
      AND approval IS DISTINCT FROM 'pending'
    ORDER BY due_at LIMIT ${SWEPT} FOR UPDATE SKIP LOCKED
  )
  UPDATE task SET
    run = NULL,
    seq = seq + ran::integer,
    attempt = attempt + ran::integer,
    dead = dead OR used_up,
    status = CASE WHEN over THEN 'cancelled' WHEN used_up THEN 'failed' ELSE status END,
    outcome = CASE WHEN over THEN 'cancelled' WHEN used_up THEN 'failed' ELSE outcome END,
    error = CASE WHEN used_up THEN $4 ELSE error END,
    status_message = CASE WHEN used_up THEN $5 ELSE status_message END,
    updated_at = CASE WHEN over OR used_up THEN now() ELSE updated_at END,
    due_at = CASE
      WHEN over THEN NULL
      WHEN ran THEN now() + $3::float8 * interval '1 ms'
      ELSE now() + least(greatest($3::float8 * interval '1 ms', now() - updated_at), 4 * $3::float8 * interval '1 ms')
    END
  FROM due WHERE task.id = due.id
  RETURNING task.id, task.seq, due.over AS cancelled, due.used_up AS "usedUp"`;
