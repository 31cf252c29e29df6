import { Injectable } from '@nestjs/common';
import { ClientDatabase } from './client-database';

type CredentialKind = 'api_key' | 'client_secret';

/** Of the credentials of a kind that are good now. Seconds since 1970; null where there is none. */
export interface CredentialDates {
  readonly kind: CredentialKind;
  /** When the oldest was made. */
  readonly oldest: number | null;
  /** When the next one ends that has an end. */
  readonly nextEnd: number | null;
}

const GOOD_CLIENT = `c.deleted_at IS NULL AND c.disabled_at IS NULL
  AND (c.expires_at IS NULL OR c.expires_at > now())`;

const FIND = `SELECT kind, extract(epoch FROM min(credential.created_at))::float8 AS oldest,
    extract(epoch FROM min(credential.expires_at))::float8 AS "nextEnd"
  FROM (
    SELECT 'api_key' AS kind, client_id, created_at, expires_at FROM auth_api_key
      WHERE revoked_at IS NULL
    UNION ALL
    SELECT 'client_secret', client_id, created_at, expires_at FROM auth_client_secret
  ) credential JOIN auth_client c ON c.id = client_id
  WHERE ${GOOD_CLIENT} AND (credential.expires_at IS NULL OR credential.expires_at > now())
  GROUP BY kind`;

/** How old the keys and secrets of clients are, and when the next one ends. */
@Injectable()
export class CredentialAges {
  constructor(private readonly database: ClientDatabase) {}

  /** A kind of which there is none is left out. */
  all(): Promise<CredentialDates[]> {
    return this.database.query<CredentialDates[]>(FIND);
  }
}
