import type { ApiKeyEntity } from '../storage/entities/api-key.entity';
import type { ClientSecretEntity } from '../storage/entities/client-secret.entity';
import type { ClientEntity } from '../storage/entities/client.entity';

/** A client as its administrators see it. Times are ISO 8601, in UTC. */
export interface ClientView {
  readonly id: string;
  readonly name: string;
  readonly scopes: readonly string[];
  readonly createdAt: string;
  readonly createdBy: string;
  readonly expiresAt: string | null;
  readonly disabledAt: string | null;
  readonly lastUsedAt: string | null;
}

/** A client with what is known of its secrets, which is all but themselves. */
export interface ClientDetail extends ClientView {
  /** Its public keys (RFC 7517). */
  readonly jwks: object | null;
  /** Where they are, in place of `jwks`. */
  readonly jwksUri: string | null;
  readonly secrets: readonly SecretView[];
}

export interface SecretView {
  /** Its public part. */
  readonly id: string;
  readonly createdAt: string;
  readonly expiresAt: string | null;
}

export interface KeyView {
  /** Its public part. */
  readonly id: string;
  readonly name: string;
  readonly scopes: readonly string[];
  readonly createdAt: string;
  readonly createdBy: string;
  readonly expiresAt: string | null;
  readonly revokedAt: string | null;
  readonly lastUsedAt: string | null;
}

export interface Page<T> {
  readonly items: readonly T[];
  /** The cursor of the page after; null where there is none. */
  readonly next: string | null;
}

export function clientView(client: ClientEntity): ClientView {
  const { id, name, scopes, createdAt, createdBy, expiresAt, disabledAt, lastUsedAt } = client;
  return {
    id,
    name,
    scopes,
    createdAt: createdAt.toISOString(),
    createdBy,
    expiresAt: iso(expiresAt),
    disabledAt: iso(disabledAt),
    lastUsedAt: iso(lastUsedAt),
  };
}

export function clientDetail(
  client: ClientEntity,
  secrets: readonly ClientSecretEntity[],
): ClientDetail {
  const { jwks, jwksUri } = client;
  return { ...clientView(client), jwks, jwksUri, secrets: secrets.map(secretView) };
}

export function keyView(key: ApiKeyEntity): KeyView {
  const { id, name, scopes, createdAt, createdBy, expiresAt, revokedAt, lastUsedAt } = key;
  return {
    id,
    name,
    scopes,
    createdAt: createdAt.toISOString(),
    createdBy,
    expiresAt: iso(expiresAt),
    revokedAt: iso(revokedAt),
    lastUsedAt: iso(lastUsedAt),
  };
}

function secretView({ id, createdAt, expiresAt }: ClientSecretEntity): SecretView {
  return { id, createdAt: createdAt.toISOString(), expiresAt: iso(expiresAt) };
}

function iso(time: Date | null): string | null {
  return time?.toISOString() ?? null;
}
