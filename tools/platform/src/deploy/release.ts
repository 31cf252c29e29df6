import { createHash } from 'node:crypto';
import { DeployError } from './deploy.error';

/** Twelve hexadecimal digits that name a release by all that makes it, a value of JSON. */
export const releaseHash = (parts: unknown): string =>
  createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 12);

/**
 * What ran before a deploy, to roll back to.
 *
 * @throws {DeployError} NOT_FOUND where nothing did
 */
export function requireFormer<T>(former: T | undefined): T {
  if (former !== undefined) return former;
  throw new DeployError('NOT_FOUND', 'Nothing ran before, so there is nothing to go back to.');
}
