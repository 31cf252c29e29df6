import { withTimeout } from '@repo/foundation';
import { Inject, Injectable } from '@nestjs/common';
import { connectionFault } from './connection/connection-fault';
import { Database } from './database';
import { DatabaseError } from './database.error';

/** Milliseconds. Probes give up after a few seconds; they should learn why before. */
const PING_TIMEOUT_MS = 2_000;

/** Whether the database answers. */
@Injectable()
export class DatabaseHealth {
  private underWay?: Promise<unknown>;

  constructor(@Inject(Database) private readonly database: Pick<Database, 'isOpen' | 'query'>) {}

  /**
   * Asks the database for nothing. Probes that come while one waits share its answer, so that a
   * database that hangs is not asked more and more.
   *
   * @throws {DatabaseError} why it is not ready, without secrets
   */
  async ping(): Promise<void> {
    if (!this.database.isOpen) throw notOpen();
    this.underWay ??= this.database.query('select 1').finally(() => (this.underWay = undefined));
    try {
      await withTimeout(PING_TIMEOUT_MS, this.underWay, () => {
        throw new Error('timeout: no connection was free, or no answer came');
      });
    } catch (error) {
      throw reason(error);
    }
  }
}

function notOpen(): DatabaseError {
  return new DatabaseError('DATABASE_UNAVAILABLE', 'The database is not open yet.');
}

/** Without the URL: probes are answered to everyone. */
function reason(error: unknown): DatabaseError {
  const fault = connectionFault(error);
  if (fault instanceof DatabaseError) return fault;
  return new DatabaseError('DATABASE_UNAVAILABLE', 'The database failed a query.', {
    cause: error,
  });
}
