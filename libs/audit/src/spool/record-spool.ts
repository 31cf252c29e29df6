import type { AuditRecord } from '../record/audit-record';

/** Batches that a spool keeps at most: 128,000 records. */
export const MAX_BATCHES = 256;

/** Records of a process that was stopped, as JSON: another version may have had fewer fields. */
export interface SpooledBatch {
  readonly text: string;
  /** @returns false where another process has removed it first */
  remove(): Promise<boolean>;
}

/**
 * Where a process that has to end while the database is away leaves its records, for whoever shares
 * the spool to store. A batch stays until it was stored. Several may store the same one: the ids are
 * those of the records, so that each is there once, and who removes a batch counts it.
 */
export abstract class RecordSpool {
  /** Resolves when they are as safe as the spool makes them. @throws {Error} it takes no more */
  abstract put(records: readonly AuditRecord[]): Promise<void>;
  abstract oldest(): Promise<SpooledBatch | undefined>;
}

/** @throws {Error} in words for the log */
export function spoolFull(where: string): Error {
  return new Error(`${where} has ${MAX_BATCHES} batches of audit records, as many as it keeps.`);
}
