import { Tables } from '@repo/database';
import { Clock } from '@repo/foundation';
import { Injectable } from '@nestjs/common';
import { NotAdmittedError } from './admission';
import { personIdOf, type Identity } from './identity';

/** Somebody who has signed in. */
export interface Person {
  readonly id: string;
  readonly name: string;
  readonly email: string | null;
  /** Patterns: `*`, `invoices:*`, `*:read`. */
  readonly scopes: readonly string[];
}

/** The same, as administrators see them. */
export interface KnownPerson extends Person {
  readonly signedInAt: Date;
  readonly disabledAt: Date | null;
}

const COLUMNS = 'id, name, email, scopes';

const SAVE = `INSERT INTO auth_person (id, provider, name, email, scopes, signed_in_at)
  VALUES ($1, $2, $3, $4, $5, $6)
  ON CONFLICT (id) DO UPDATE SET name = $3, email = $4, scopes = $5, signed_in_at = $6
    WHERE auth_person.disabled_at IS NULL RETURNING 1`;

/** The people who have signed in, as they were when they did so last. */
@Injectable()
export class People {
  constructor(
    private readonly tables: Tables,
    private readonly clock: Clock,
  ) {}

  /** @throws {NotAdmittedError} they are disabled */
  async signedIn(identity: Identity, scopes: readonly string[]): Promise<Person> {
    const id = personIdOf(identity);
    const { provider, name, email = null } = identity;
    const now = new Date(this.clock.now());
    const values = [id, provider, name, email, scopes, now];
    const rows = await this.tables.query<unknown[]>(SAVE, values);
    if (rows.length === 0) throw new NotAdmittedError('An administrator has disabled you here.');
    return { id, name, email, scopes };
  }

  /** The latest to sign in first, 1,000 at most. */
  latest(): Promise<KnownPerson[]> {
    return this.tables.query(
      `SELECT ${COLUMNS}, signed_in_at AS "signedInAt", disabled_at AS "disabledAt" FROM auth_person
        ORDER BY signed_in_at DESC LIMIT 1000`,
    );
  }

  /** Somebody who is not disabled. */
  async find(id: string): Promise<Person | undefined> {
    const [person] = await this.tables.query<Person[]>(
      `SELECT ${COLUMNS} FROM auth_person WHERE id = $1 AND disabled_at IS NULL`,
      [id],
    );
    return person;
  }

  /** The ids of those who are, 100,000 at most. */
  async disabled(): Promise<readonly string[]> {
    const sql = 'SELECT id FROM auth_person WHERE disabled_at IS NOT NULL LIMIT 100000';
    const rows = await this.tables.query<{ id: string }[]>(sql);
    return rows.map(({ id }) => id);
  }

  /** Whether they may sign in. @returns whether there is such a one */
  async setDisabled(id: string, isDisabled: boolean): Promise<boolean> {
    const sql = 'UPDATE auth_person SET disabled_at = $2 WHERE id = $1 RETURNING 1';
    const at = isDisabled ? new Date(this.clock.now()) : null;
    const [rows] = await this.tables.query<[unknown[]]>(sql, [id, at]);
    return rows.length > 0;
  }
}
