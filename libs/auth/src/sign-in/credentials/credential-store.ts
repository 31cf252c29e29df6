import { Tables } from '@repo/database';
import { Clock } from '@repo/foundation';
import { Injectable } from '@nestjs/common';
import { Seal } from '../server/seal';
import type { KeptTokens } from './kept-tokens';

/** Whose, and for what: a service, or `@` and a provider whose tokens are exchanged. */
export interface CredentialKey {
  readonly personId: string;
  readonly service: string;
}

/** One that is kept. */
export interface KeptCredential extends CredentialKey {
  /** Counts its changes, so that of two who change it one sees that it was late. */
  readonly version: number;
  /** Undefined while it is being got for the first time, or where no key opens it. */
  readonly tokens: KeptTokens | undefined;
  readonly createdAt: Date;
  readonly usedAt: Date | null;
  readonly isSealedAnew: boolean;
}

interface Row extends CredentialKey {
  readonly version: number;
  readonly sealed: Buffer | null;
  readonly keyId: string | null;
  readonly createdAt: Date;
  readonly usedAt: Date | null;
}

const COLUMNS = `person_id AS "personId", service, version, sealed, key_id AS "keyId",
  created_at AS "createdAt", used_at AS "usedAt"`;

const THIS = 'person_id = $1 AND service = $2';

const PUT = `INSERT INTO auth_credential
    (person_id, service, sealed, key_id, created_at, ends_at) VALUES ($1, $2, $3, $4, $5, $6)
  ON CONFLICT (person_id, service) DO UPDATE SET sealed = $3, key_id = $4, created_at = $5,
    ends_at = $6, used_at = NULL, lease = NULL, version = auth_credential.version + 1`;

const RESERVE = `INSERT INTO auth_credential (person_id, service, created_at, ends_at)
  VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING`;

const LEASE = `UPDATE auth_credential SET lease = $4, lease_ends_at = $5
  WHERE ${THIS} AND version = $3 AND (lease IS NULL OR lease_ends_at < $6) RETURNING 1`;

const RENEW = `UPDATE auth_credential SET sealed = $4, key_id = $5, ends_at = $6, lease = NULL,
    version = version + 1 WHERE ${THIS} AND version = $3 RETURNING 1`;

const RESEAL = `UPDATE auth_credential SET sealed = $4, key_id = $5
  WHERE ${THIS} AND version = $3 AND key_id <> $5 RETURNING 1`;

/** The table of credentials: each is sealed for its place, so that no row serves in the place of another. */
@Injectable()
export class CredentialStore {
  constructor(
    private readonly tables: Tables,
    private readonly seal: Seal,
    private readonly clock: Clock,
  ) {}

  async find({ personId, service }: CredentialKey): Promise<KeptCredential | undefined> {
    const sql = `SELECT ${COLUMNS} FROM auth_credential WHERE ${THIS} AND ends_at > $3`;
    const [row] = await this.tables.query<Row[]>(sql, [personId, service, this.now]);
    return row && this.opened(row);
  }

  /** Those of a person, by name; 100 at most. */
  async of(personId: string): Promise<readonly KeptCredential[]> {
    const sql = `SELECT ${COLUMNS} FROM auth_credential
      WHERE person_id = $1 AND ends_at > $2 AND sealed IS NOT NULL ORDER BY service LIMIT 100`;
    const rows = await this.tables.query<Row[]>(sql, [personId, this.now]);
    return rows.map((row) => this.opened(row));
  }

  /** Keeps one, in the place of what was kept. @param days that it lasts */
  async put(key: CredentialKey, tokens: KeptTokens, days: number): Promise<void> {
    const { personId, service } = key;
    const sealed = this.seal.seal(tokens, placeOf(key));
    const { keyId } = this.seal;
    await this.tables.query(PUT, [personId, service, sealed, keyId, this.now, this.inDays(days)]);
  }

  /** Makes a place for one that is to be got. */
  async reserve({ personId, service }: CredentialKey, days: number): Promise<void> {
    await this.tables.query(RESERVE, [personId, service, this.now, this.inDays(days)]);
  }

  /** @returns whether nobody else renews it now, on any replica, who is not to be waited for longer */
  lease(kept: KeptCredential, lease: string, milliseconds: number): Promise<boolean> {
    const now = this.clock.now();
    return this.changes(LEASE, kept, [lease, new Date(now + milliseconds), new Date(now)]);
  }

  async release(kept: KeptCredential, lease: string): Promise<void> {
    const sql = `UPDATE auth_credential SET lease = NULL
      WHERE ${THIS} AND version = $3 AND lease = $4 RETURNING 1`;
    await this.changes(sql, kept, [lease]);
  }

  /** @returns whether it was still what it was when it was found */
  renew(kept: KeptCredential, tokens: KeptTokens, days: number): Promise<boolean> {
    const sealed = this.seal.seal(tokens, placeOf(kept));
    return this.changes(RENEW, kept, [sealed, this.seal.keyId, this.inDays(days)]);
  }

  /** Seals it with the key that seals now. @returns whether it was still as it was found */
  reseal(kept: KeptCredential): Promise<boolean> {
    const { keyId } = this.seal;
    return this.changes(RESEAL, kept, [this.seal.seal(kept.tokens, placeOf(kept)), keyId]);
  }

  /** Ends one that is still as it was found. */
  end(kept: KeptCredential): Promise<boolean> {
    return this.changes(
      `DELETE FROM auth_credential WHERE ${THIS} AND version = $3 RETURNING 1`,
      kept,
      [],
    );
  }

  /** Notes that it was used, and keeps it so many days from now on. @returns whether it was the first time */
  async used({ personId, service, usedAt }: KeptCredential, days: number): Promise<boolean> {
    const sql = `UPDATE auth_credential SET used_at = $3, ends_at = greatest(ends_at, $4)
      WHERE ${THIS} ${usedAt === null ? 'AND used_at IS NULL' : ''} RETURNING 1`;
    const values = [personId, service, this.now, this.inDays(days)];
    const [rows] = await this.tables.query<[unknown[]]>(sql, values);
    return usedAt === null && rows.length > 0;
  }

  /** Ends one, whatever has become of it. @returns what it was */
  async remove({ personId, service }: CredentialKey): Promise<KeptCredential | undefined> {
    const sql = `DELETE FROM auth_credential WHERE ${THIS} RETURNING ${COLUMNS}`;
    const [[row]] = await this.tables.query<[Row[]]>(sql, [personId, service]);
    return row && this.opened(row);
  }

  /** Those that are sealed by a former key, in their order, behind this one; 200 at most. */
  async sealedBefore(after: CredentialKey): Promise<readonly KeptCredential[]> {
    const sql = `SELECT ${COLUMNS} FROM auth_credential
      WHERE key_id <> $1 AND (person_id, service) > ($2, $3)
      ORDER BY person_id, service LIMIT 200`;
    const { personId, service } = after;
    const rows = await this.tables.query<Row[]>(sql, [this.seal.keyId, personId, service]);
    return rows.map((row) => this.opened(row));
  }

  /** Deletes what has come to its end. */
  async sweep(): Promise<void> {
    await this.tables.query('DELETE FROM auth_credential WHERE ends_at < $1', [this.now]);
  }

  private async changes(
    sql: string,
    { personId, service, version }: KeptCredential,
    parameters: readonly unknown[],
  ): Promise<boolean> {
    const values = [personId, service, version, ...parameters];
    const [rows] = await this.tables.query<[unknown[]]>(sql, values);
    return rows.length > 0;
  }

  private opened({ sealed, keyId, ...row }: Row): KeptCredential {
    const tokens = sealed === null ? undefined : this.seal.open(sealed, placeOf(row));
    const isSealedAnew = keyId === null || keyId === this.seal.keyId;
    return { ...row, tokens: tokens as KeptTokens | undefined, isSealedAnew };
  }

  private get now(): Date {
    return new Date(this.clock.now());
  }

  private inDays(days: number): Date {
    return new Date(this.clock.now() + days * 86_400_000);
  }
}

const placeOf = ({ personId, service }: CredentialKey): string =>
  JSON.stringify(['credential', personId, service]);
