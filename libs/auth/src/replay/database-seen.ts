import { randomBytes } from 'node:crypto';
import type { Clock } from '@repo/foundation';
import { UnverifiableError } from '../authentication/unverifiable.error';
import type { ClientDatabase } from '../clients/storage/client-database';
import type { SeenStore } from './seen-store';

/** Milliseconds between two sweeps of a process. */
const SWEEP_MS = 60_000;

/** A statement that is repeated, since its connection was lost, finds its own row by what is in it. */
const ADD = `INSERT INTO auth_record (kind, id, payload, expires_at) VALUES ('Seen', $1, $2, $3)
  ON CONFLICT (kind, id) DO UPDATE SET payload = $2, expires_at = $3
    WHERE auth_record.expires_at <= $4 OR auth_record.payload = $2
  RETURNING 1`;

const SWEEP = `DELETE FROM auth_record WHERE kind = 'Seen' AND expires_at <= $1`;

/** In the database, where what has ended is swept by those who add. */
export class DatabaseSeen implements SeenStore {
  private sweptAt = 0;

  constructor(
    private readonly database: ClientDatabase,
    private readonly clock: Clock,
  ) {}

  async add(key: string, endsAt: number): Promise<boolean> {
    const now = this.clock.now();
    this.sweepWhenDue(now);
    const parameters = [key, randomBytes(8), new Date(endsAt), new Date(now)];
    try {
      return (await this.database.query<unknown[]>(ADD, parameters)).length > 0;
    } catch {
      throw new UnverifiableError();
    }
  }

  private sweepWhenDue(now: number): void {
    if (now - this.sweptAt < SWEEP_MS) return;
    this.sweptAt = now;
    void this.database.query(SWEEP, [new Date(now)]).catch(() => undefined);
  }
}
