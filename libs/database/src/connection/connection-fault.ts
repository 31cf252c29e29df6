import { maskUrl } from '@repo/config';
import { codeOf, messageOf } from '@repo/foundation';
import { DatabaseError, type DatabaseErrorCode } from '../database.error';

interface Fault {
  readonly signs: RegExp;
  readonly code: DatabaseErrorCode;
  readonly text: string;
}

/**
 * What the errors of `pg`, of Node and of the server (SQLSTATE) mean. Their own messages are not
 * shown: a password with an unescaped `/` or `@` lands in the host or the database's name.
 */
const faults: readonly Fault[] = [
  refused(/^28P01$|SASL|password must be a string/, 'the password or the user is wrong'),
  refused(/^28000$/, 'the user may not sign in, or not without TLS (sslmode=require)'),
  refused(/^3D000$/, 'the database does not exist: create it'),
  refused(/^42501$/, 'the user has no right to do this'),
  refused(/does not support SSL/, 'the server has no TLS: leave out sslmode, or set up TLS there'),
  refused(
    /CERT|SELF_SIGNED|UNABLE_TO|ALTNAME|EPROTO|ERR_SSL|ERR_TLS/,
    "the server's TLS certificate is not trusted: name its authority (sslrootcert=/path/ca.pem)",
  ),
  refused(/^(ENOENT|EACCES)$/, 'a file that the URL names (sslrootcert, sslcert) cannot be read'),
  unavailable(/^(ENOTFOUND|EAI_AGAIN)$/, 'its host name is not known'),
  unavailable(/^ECONNREFUSED$/, 'nothing listens at that address'),
  unavailable(/^(ETIMEDOUT|EHOSTUNREACH|ENETUNREACH)$|timeout/, 'it does not answer'),
  unavailable(/^53300$/, 'it has no connection left: lower DATABASE_POOL_SIZE'),
  unavailable(/^57P0|^08|^ECONNRESET$|^EPIPE$|terminated/, 'it starts, stops or has just ended'),
];

/**
 * One line of what is wrong with a connection, or the error itself when it is none of those.
 *
 * @param url shown without its secrets; leave it out where strangers read
 */
export function connectionFault(error: unknown, url?: string): unknown {
  if (error instanceof DatabaseError) return error;
  const signs = [codeOf(error) ?? '', messageOf(error)];
  const fault = faults.find((known) => signs.some((sign) => known.signs.test(sign)));
  if (fault === undefined) return error;
  const name = url === undefined ? 'The database' : `The database ${maskUrl(url)}`;
  const verb = fault.code === 'DATABASE_REFUSED' ? 'cannot be used' : 'cannot be reached';
  return new DatabaseError(fault.code, `${name} ${verb}: ${fault.text}.`);
}

function refused(signs: RegExp, text: string): Fault {
  return { signs, code: 'DATABASE_REFUSED', text };
}

function unavailable(signs: RegExp, text: string): Fault {
  return { signs, code: 'DATABASE_UNAVAILABLE', text };
}
