import { randomBytes } from 'node:crypto';

/** Not a setting: how a primary hands its secret on. */
const VARIABLE = 'WORKERS_SHARED_SECRET';

/**
 * A secret that all worker processes of one api share, made anew at each start: for what is signed
 * where no secret is configured. It comes by the environment, as a configured one does, and is taken
 * out of it before any program that a tool starts could inherit it.
 */
export const sharedSecret: string = process.env[VARIABLE] ?? randomBytes(48).toString('base64url');
delete process.env[VARIABLE];

/** What the environment of a worker has beside that of the primary. */
export function sharedSecretVariables(): Readonly<Record<string, string>> {
  return { [VARIABLE]: sharedSecret };
}
