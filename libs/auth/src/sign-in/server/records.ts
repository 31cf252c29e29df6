import { Tables } from '@repo/database';
import { Clock } from '@repo/foundation';
import {
  Injectable,
  Logger,
  type OnApplicationBootstrap,
  type OnModuleDestroy,
} from '@nestjs/common';
import type { Adapter, AdapterPayload } from 'oidc-provider';
import { digestOf, Seal } from './seal';

/** Milliseconds between two sweeps. */
const SWEEP_MS = 600_000;

/** Seconds that a client lasts that has registered and that nobody has signed in with. */
const UNUSED_CLIENT_S = 86_400;

/** Seconds that the end of a grant is remembered: its access tokens have ended by then. */
const REMEMBERED_S = 3_600;

const SAVE = `INSERT INTO auth_record (kind, id, uid, grant_id, person_id, payload, expires_at, key_id)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
  ON CONFLICT (kind, id) DO UPDATE
    SET uid = $3, grant_id = $4, person_id = $5, payload = $6, expires_at = $7, key_id = $8`;

const FIND = `SELECT id, payload, extract(epoch FROM consumed_at)::float8 AS consumed
  FROM auth_record WHERE kind = $1 AND expires_at > $3 AND`;

const FORMER = `SELECT kind, id, payload FROM auth_record
  WHERE key_id IS DISTINCT FROM $1 AND (kind, id) > ($2, $3) ORDER BY kind, id LIMIT 200`;

/** Unless it has become another one meanwhile. */
const RESEAL = `UPDATE auth_record SET payload = $4, key_id = $5
  WHERE kind = $1 AND id = $2 AND payload = $3 RETURNING 1`;

/** Of two who use one at once, on whatever replicas, one is told that it was used. */
const CONSUME = `UPDATE auth_record SET consumed_at = $3
  WHERE kind = $1 AND id = $2 AND consumed_at IS NULL RETURNING 1`;

interface Row {
  readonly kind: string;
  readonly id: string;
  readonly payload: Buffer;
  readonly consumed: number | null;
}

/** What of a record is looked for by. */
interface Keys {
  readonly uid?: string | undefined;
  readonly grantId?: string | undefined;
  readonly personId?: string | undefined;
}

/** Of a person: the digest that stands for a record, and what it is. */
export interface KeptRecord<T> {
  readonly digest: string;
  readonly value: T;
}

/** Something was used that may be used once, and had been. */
export class ConsumedError extends Error {
  override readonly name = 'ConsumedError';
}

/**
 * What sign-ins, grants and registered clients are kept as: sealed, each under the digest of what
 * its holder shows. A row says how long it lasts and which grant it belongs to, and nothing else.
 */
@Injectable()
export class Records implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly logger = new Logger('SignIn');
  private timer?: NodeJS.Timeout;

  constructor(
    private readonly tables: Tables,
    private readonly seal: Seal,
    private readonly clock: Clock,
  ) {}

  onApplicationBootstrap(): void {
    this.timer = setInterval(() => void this.sweep(), SWEEP_MS).unref();
  }

  onModuleDestroy(): void {
    clearInterval(this.timer);
  }

  /** @param seconds that it lasts */
  async save(
    kind: string,
    id: string,
    value: object,
    seconds: number,
    { uid, grantId, personId }: Keys = {},
  ): Promise<void> {
    const key = digestOf(id);
    await this.tables.query(SAVE, [
      ...[kind, key, uid && digestOf(uid), grantId && digestOf(grantId), personId],
      ...[this.seal.seal(value, `${kind}:${key}`), this.inSeconds(seconds), this.seal.keyId],
    ]);
  }

  find<T extends object>(kind: string, id: string): Promise<T | undefined> {
    return this.findBy<T>(kind, 'id', id);
  }

  /** Finds one, which nobody finds again. */
  async take<T extends object>(kind: string, id: string): Promise<T | undefined> {
    const found = await this.find<T>(kind, id);
    const sql = 'DELETE FROM auth_record WHERE kind = $1 AND id = $2 RETURNING 1';
    const [rows] = await this.tables.query<[unknown[], number]>(sql, [kind, digestOf(id)]);
    return rows.length > 0 ? found : undefined;
  }

  async delete(kind: string, id: string): Promise<void> {
    const sql = 'DELETE FROM auth_record WHERE kind = $1 AND id = $2';
    await this.tables.query(sql, [kind, digestOf(id)]);
  }

  async count(kind: string): Promise<number> {
    const sql = 'SELECT count(*)::int AS count FROM auth_record WHERE kind = $1';
    const [row] = await this.tables.query<{ count: number }[]>(sql, [kind]);
    return row?.count ?? 0;
  }

  /** Lets one last at least so long from now on. */
  async prolong(kind: string, id: string, seconds: number): Promise<void> {
    const sql = `UPDATE auth_record SET expires_at = $3
      WHERE kind = $1 AND id = $2 AND expires_at < $3`;
    await this.tables.query(sql, [kind, digestOf(id), this.inSeconds(seconds)]);
  }

  /** Those of a person, the newest first. */
  async ofPerson<T extends object>(kind: string, personId: string): Promise<KeptRecord<T>[]> {
    const sql = `SELECT id, payload FROM auth_record
      WHERE kind = $1 AND person_id = $2 AND expires_at > $3 ORDER BY expires_at DESC LIMIT 1000`;
    const rows = await this.tables.query<Row[]>(sql, [kind, personId, new Date(this.clock.now())]);
    return rows.flatMap(({ id, payload }) => {
      const value = this.seal.open(payload, `${kind}:${id}`) as T | undefined;
      return value === undefined ? [] : [{ digest: id, value }];
    });
  }

  /** Signs a person out of all browsers. */
  async endSessions(personId: string): Promise<void> {
    const sql = "DELETE FROM auth_record WHERE kind = 'Session' AND person_id = $1";
    await this.tables.query(sql, [personId]);
  }

  /** Ends a grant with all that was issued on it. @param digest of its id */
  async endGrant(digest: string): Promise<void> {
    await this.tables.query(
      "DELETE FROM auth_record WHERE grant_id = $1 OR (kind = 'Grant' AND id = $1)",
      [digest],
    );
    const sealed = this.seal.seal({}, `EndedGrant:${digest}`);
    const end = this.inSeconds(REMEMBERED_S);
    const values = ['EndedGrant', digest, null, null, null, sealed, end, this.seal.keyId];
    await this.tables.query(SAVE, values);
  }

  /** The digests of the grants that ended of late. */
  async endedGrants(): Promise<readonly string[]> {
    const sql = "SELECT id FROM auth_record WHERE kind = 'EndedGrant' AND expires_at > $1";
    const rows = await this.tables.query<Row[]>(sql, [new Date(this.clock.now())]);
    return rows.map(({ id }) => id);
  }

  /** Seals what former keys have sealed with the one that seals now. */
  async reseal(): Promise<{ resealed: number; unopened: number }> {
    const counts = { resealed: 0, unopened: 0 };
    let last: Pick<Row, 'kind' | 'id'> = { kind: '', id: '' };
    for (;;) {
      const { keyId } = this.seal;
      const rows = await this.tables.query<Row[]>(FORMER, [keyId, last.kind, last.id]);
      if (rows.length === 0) return counts;
      last = rows.at(-1)!;
      for (const { kind, id, payload } of rows) {
        const place = `${kind}:${id}`;
        const value = this.seal.open(payload, place);
        if (value === undefined) counts.unopened += 1;
        else {
          const values = [kind, id, payload, this.seal.seal(value, place), keyId];
          const [changed] = await this.tables.query<[unknown[]]>(RESEAL, values);
          counts.resealed += changed.length;
        }
      }
    }
  }

  /** As oidc-provider keeps its models. */
  adapter(kind: string): Adapter {
    const found = async (by: 'id' | 'uid', value: string) =>
      this.findBy<AdapterPayload>(kind, by, value);
    return {
      upsert: (id, payload, seconds) => {
        const { uid, grantId, accountId: personId } = payload;
        // Clients alone have no end of their own.
        return this.save(kind, id, payload, seconds ?? UNUSED_CLIENT_S, { uid, grantId, personId });
      },
      find: (id) => found('id', id),
      findByUid: (uid) => found('uid', uid),
      findByUserCode: () => Promise.resolve(undefined),
      consume: (id) => this.consume(kind, id),
      destroy: (id) => this.delete(kind, id),
      revokeByGrantId: (grantId) => this.endGrant(digestOf(grantId)),
    };
  }

  private async findBy<T extends object>(
    kind: string,
    by: 'id' | 'uid',
    value: string,
  ): Promise<T | undefined> {
    const now = new Date(this.clock.now());
    const sql = `${FIND} ${by} = $2`;
    const [row] = await this.tables.query<Row[]>(sql, [kind, digestOf(value), now]);
    if (row === undefined) return undefined;
    const payload = this.seal.open(row.payload, `${kind}:${row.id}`) as T | undefined;
    return payload && row.consumed !== null ? { ...payload, consumed: row.consumed } : payload;
  }

  private async consume(kind: string, id: string): Promise<void> {
    const now = new Date(this.clock.now());
    const [rows] = await this.tables.query<[unknown[], number]>(CONSUME, [kind, digestOf(id), now]);
    if (rows.length === 0) throw new ConsumedError(`${kind} was used already.`);
  }

  private async sweep(): Promise<void> {
    try {
      const now = new Date(this.clock.now());
      await this.tables.query('DELETE FROM auth_record WHERE expires_at < $1', [now]);
    } catch {
      this.logger.debug('What has expired is deleted later: the database is away.');
    }
  }

  private inSeconds(seconds: number): Date {
    return new Date(this.clock.now() + seconds * 1_000);
  }
}
