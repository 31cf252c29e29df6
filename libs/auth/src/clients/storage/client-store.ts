import { Injectable, Logger } from '@nestjs/common';
import { UnverifiableError } from '../../authentication/unverifiable.error';
import { CLIENT_ID } from './client-id';
import { ClientDatabase } from './client-database';
import type { StoredClient, StoredClientKeys, StoredCredential, StoredKey } from './stored-client';

/** Times as milliseconds. `float8`: what `bigint` becomes in JavaScript is a text. */
const ms = (column: string) => `(extract(epoch FROM ${column}) * 1000)::float8`;

const CLIENT = `c.id, c.name, c.scopes, ${ms('c.expires_at')} AS expires_at,
  ${ms('c.disabled_at')} AS disabled_at, ${ms('c.deleted_at')} AS deleted_at`;

const FIND_SECRET = `SELECT ${CLIENT}, s.hash, ${ms('s.expires_at')} AS credential_expires_at
  FROM auth_client_secret s JOIN auth_client c ON c.id = s.client_id WHERE s.id = $1`;

const FIND_CLIENT = `SELECT ${CLIENT}, c.jwks, c.jwks_uri FROM auth_client c WHERE c.id = $1`;

const FIND_KEY = `SELECT ${CLIENT}, k.hash, ${ms('k.expires_at')} AS credential_expires_at,
    k.scopes AS key_scopes, ${ms('k.revoked_at')} AS revoked_at
  FROM auth_api_key k JOIN auth_client c ON c.id = k.client_id WHERE k.id = $1`;

const FIND_ENDING = `SELECT ${CLIENT} FROM auth_client c
  WHERE num_nonnulls(c.expires_at, c.disabled_at, c.deleted_at) > 0`;

/** Whatever was opened with a key that was revoked before that has ended long ago. */
const FIND_REVOKED = `SELECT k.id FROM auth_api_key k WHERE k.revoked_at > now() - interval '1 day'`;

interface ClientRow {
  readonly id: string;
  readonly name: string;
  readonly scopes: string[];
  readonly expires_at: number | null;
  readonly disabled_at: number | null;
  readonly deleted_at: number | null;
}

interface CredentialRow extends ClientRow {
  readonly hash: string;
  readonly credential_expires_at: number | null;
}

interface ClientKeysRow extends ClientRow {
  readonly jwks: object | null;
  readonly jwks_uri: string | null;
}

interface KeyRow extends CredentialRow {
  readonly key_scopes: string[];
  readonly revoked_at: number | null;
}

/** Reads what is needed to let clients in. Statements of its own: requests wait for them. */
@Injectable()
export class ClientStore {
  private readonly logger = new Logger('Clients');

  constructor(private readonly database: ClientDatabase) {}

  /**
   * @param id the public one
   * @throws {UnverifiableError} the database is away
   */
  async findSecret(id: string): Promise<StoredCredential | undefined> {
    const row = await this.find<CredentialRow>(FIND_SECRET, id);
    return row && credentialOf(row);
  }

  /**
   * @param id the public one
   * @throws {UnverifiableError} the database is away
   */
  async findKey(id: string): Promise<StoredKey | undefined> {
    const row = await this.find<KeyRow>(FIND_KEY, id);
    if (row === undefined) return undefined;
    return { ...credentialOf(row), id, scopes: row.key_scopes, revokedAt: row.revoked_at };
  }

  /**
   * @param id of the client, or what somebody says it is
   * @throws {UnverifiableError} the database is away
   */
  async findClient(id: string): Promise<StoredClientKeys | undefined> {
    if (!CLIENT_ID.test(id)) return undefined;
    const row = await this.find<ClientKeysRow>(FIND_CLIENT, id);
    return row && { client: clientOf(row), jwks: row.jwks, jwksUri: row.jwks_uri };
  }

  /** Another number after every change of clients and keys. */
  async revision(): Promise<string> {
    const [row] = await this.database.query<{ value: string }[]>(
      'SELECT value FROM auth_client_revision',
    );
    return row?.value ?? '';
  }

  /** Clients that may not call any more, or not for ever. */
  async ending(): Promise<readonly StoredClient[]> {
    return (await this.database.query<ClientRow[]>(FIND_ENDING)).map(clientOf);
  }

  /** Ids of the keys that were revoked within the last day. */
  async revokedKeys(): Promise<readonly string[]> {
    return (await this.database.query<{ id: string }[]>(FIND_REVOKED)).map(({ id }) => id);
  }

  /** Notes when clients and keys were used, by id; in milliseconds since 1970. */
  async noteUse(table: 'auth_client' | 'auth_api_key', uses: ReadonlyMap<string, number>) {
    if (uses.size === 0) return;
    await this.database.query(
      `UPDATE ${table} t SET last_used_at = to_timestamp(u.at / 1000)
        FROM unnest($1::text[], $2::float8[]) AS u (id, at) WHERE t.id::text = u.id`,
      [[...uses.keys()], [...uses.values()]],
    );
  }

  private async find<Row>(statement: string, id: string): Promise<Row | undefined> {
    try {
      return (await this.database.query<Row[]>(statement, [id]))[0];
    } catch (error) {
      this.logger.debug(`A credential cannot be looked up: ${String(error)}`);
      throw new UnverifiableError();
    }
  }
}

function clientOf({ id, name, scopes, ...row }: ClientRow): StoredClient {
  const { expires_at: expiresAt, disabled_at: disabledAt, deleted_at: deletedAt } = row;
  return { id, name, scopes, expiresAt, disabledAt, deletedAt };
}

function credentialOf(row: CredentialRow): StoredCredential {
  return { client: clientOf(row), hash: row.hash, expiresAt: row.credential_expires_at };
}
