import { Tables } from '@repo/database';
import { Clock } from '@repo/foundation';
import { Injectable } from '@nestjs/common';
import { personIdOf, type Identity } from './identity';

/** Somebody who has signed in. */
export interface Person {
  readonly id: string;
  readonly name: string;
  readonly email: string | null;
  /** Patterns: `*`, `invoices:*`, `*:read`. */
  readonly scopes: readonly string[];
}

const COLUMNS = 'id, name, email, scopes';

const SAVE = `INSERT INTO auth_person (id, provider, name, email, scopes, signed_in_at)
  VALUES ($1, $2, $3, $4, $5, $6)
  ON CONFLICT (id) DO UPDATE SET name = $3, email = $4, scopes = $5, signed_in_at = $6`;

/** The people who have signed in, as they were when they did so last. */
@Injectable()
export class People {
  constructor(
    private readonly tables: Tables,
    private readonly clock: Clock,
  ) {}

  async signedIn(identity: Identity, scopes: readonly string[]): Promise<Person> {
    const id = personIdOf(identity);
    const { provider, name, email = null } = identity;
    const now = new Date(this.clock.now());
    await this.tables.query(SAVE, [id, provider, name, email, scopes, now]);
    return { id, name, email, scopes };
  }

  /** The latest to sign in first, 1,000 at most. */
  latest(): Promise<(Person & { readonly signedInAt: Date })[]> {
    return this.tables.query(
      `SELECT ${COLUMNS}, signed_in_at AS "signedInAt" FROM auth_person
        ORDER BY signed_in_at DESC LIMIT 1000`,
    );
  }

  async find(id: string): Promise<Person | undefined> {
    const [person] = await this.tables.query<Person[]>(
      `SELECT ${COLUMNS} FROM auth_person WHERE id = $1`,
      [id],
    );
    return person;
  }
}
