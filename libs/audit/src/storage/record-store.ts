import type { RecordBatch } from './record-batch';

/** Where records are kept. */
export abstract class RecordStore {
  /**
   * Stores all of the records or none. It must be safe to repeat: of a failed attempt nobody knows
   * whether the database has carried it out.
   *
   * @throws {UnstorableError} the records themselves are at fault: repeating it will not help
   * @throws {Error} anything else: the database is away, and may come back
   */
  abstract insert(batch: RecordBatch): Promise<void>;
}

/** The database takes at least one of the records never. */
export class UnstorableError extends Error {
  override readonly name = 'UnstorableError';

  constructor(cause: Error) {
    super(`A record cannot be stored: ${cause.message}`, { cause });
  }
}
