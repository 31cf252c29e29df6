import type { Caller } from '../../authentication/caller';
import { hasScope } from '../../authorization/scopes';
import { ClientError } from './client.error';

/** Whoever holds it may hand out every scope. */
const ALL_OF_ADMIN = 'admin:*';

/** Who changes clients. */
export interface Actor {
  /** For logs and `createdBy`. */
  readonly name: string;
  readonly scopes: readonly string[];
}

/** Somebody at the machine itself, who can read its secrets anyway. */
export function localActor(name: string): Actor {
  return { name, scopes: ['*'] };
}

export function actorOf({ clientId, scopes, extra }: Caller): Actor {
  const subject = extra?.['subject'];
  return { name: storable(typeof subject === 'string' ? subject : clientId), scopes };
}

/**
 * Nobody hands out what they do not hold: be it by a new scope, or by making a secret or a key for a
 * client that has it already.
 *
 * @throws {ClientError} with the scopes that are missing
 */
export function assertHasScopes(actor: Actor, scopes: readonly string[]): void {
  if (hasScope(actor.scopes, ALL_OF_ADMIN)) return;
  const missing = scopes.filter((scope) => !hasScope(actor.scopes, scope));
  if (missing.length > 0) throw ClientError.forbidden(missing);
}

/** Subjects of an outside provider may be any text; PostgreSQL has no NUL and no half surrogates. */
function storable(name: string): string {
  return name.slice(0, 256).replace(/\0|\p{Cs}/gu, '\u{FFFD}');
}
