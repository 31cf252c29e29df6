/** A machine that may call, as the database has it. Times are milliseconds since 1970. */
export interface StoredClient {
  /** A UUID; the `client_id` of its tokens. */
  readonly id: string;
  /** For people; no two have the same. */
  readonly name: string;
  readonly scopes: readonly string[];
  readonly expiresAt: number | null;
  readonly disabledAt: number | null;
  readonly deletedAt: number | null;
}

/** A secret or a key of a client: its hash, and how long it counts. */
export interface StoredCredential {
  readonly client: StoredClient;
  /** A PHC string. */
  readonly hash: string;
  readonly expiresAt: number | null;
}

/** What a client shows by which keys that it is itself. */
export interface StoredClientKeys {
  readonly client: StoredClient;
  readonly jwks: object | null;
  /** Where they are, in place of `jwks`. */
  readonly jwksUri: string | null;
}

export interface StoredKey extends StoredCredential {
  readonly id: string;
  readonly scopes: readonly string[];
  readonly revokedAt: number | null;
}

/** From when on a client may not call any more, in milliseconds since 1970; 0 is already. */
export function endOf({
  expiresAt,
  disabledAt,
  deletedAt,
}: Omit<StoredClient, 'id' | 'name' | 'scopes'>): number {
  if (disabledAt !== null || deletedAt !== null) return 0;
  return expiresAt ?? Infinity;
}
