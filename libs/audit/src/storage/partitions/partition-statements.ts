import type { Month } from './month';

/** The advisory lock of who changes partitions: a number that nothing else in this project uses. */
const PARTITION_LOCK = 7_102_026_002;

/**
 * Adds the partition of a month where there is none. One statement, so that it is one transaction
 * by itself; whoever comes at the same time waits and finds it done. It is made apart and attached,
 * which stops neither readers nor writers, where `CREATE TABLE … PARTITION OF` would.
 *
 * It looks into `pg_class`: `to_regclass` may tell what was true before the wait for the lock.
 */
export function addPartition({ partition, from, to }: Month): string {
  const isMissing = `NOT EXISTS (
      SELECT FROM pg_class
      WHERE relname = '${partition}' AND relnamespace = current_schema()::regnamespace)`;
  return `DO $$ BEGIN
    IF ${isMissing} THEN
      PERFORM pg_advisory_xact_lock(${PARTITION_LOCK});
      IF ${isMissing} THEN
        CREATE TABLE ${partition} (LIKE audit_record INCLUDING DEFAULTS INCLUDING CONSTRAINTS);
        ALTER TABLE audit_record ATTACH PARTITION ${partition}
          FOR VALUES FROM ('${iso(from)}') TO ('${iso(to)}');
      END IF;
    END IF;
  END $$`;
}

export const LIST_PARTITIONS = `
  SELECT child.relname AS partition
  FROM pg_inherits JOIN pg_class child ON child.oid = inhrelid
  WHERE inhparent = to_regclass('audit_record')
  ORDER BY 1`;

/**
 * Drops a partition, which needs the whole table for a moment. Where a long read has it, this gives
 * up before writers queue for long; the next round tries again.
 *
 * @param partition one of those that were listed
 */
export function dropPartition(partition: string): string {
  return `DO $$ BEGIN
    PERFORM pg_advisory_xact_lock(${PARTITION_LOCK});
    SET LOCAL lock_timeout = '2s';
    DROP TABLE IF EXISTS ${partition};
  END $$`;
}

function iso(ms: number): string {
  return new Date(ms).toISOString();
}
