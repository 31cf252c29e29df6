import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { DeployError } from '../deploy/deploy.error';
import { readJson } from '../deploy/templates/read-environment';
import { readLock } from './contract-lock';

/** Yours: which version of its contract each environment is ready for, by app. */
const FILE = 'deploy/contracts.json';
const versions = z.record(z.string(), z.record(z.string(), z.int().min(1)));

/** Names who called a feature lately, a line each; undefined where nobody can be asked. */
export type CallersOf = (changes: readonly string[]) => Promise<readonly string[]>;

export interface ContractGate {
  readonly workspaceRoot: string;
  readonly appRoot: string;
  readonly app: string;
  readonly environment: string;
}

/**
 * Refuses a release whose contract breaks clients of an environment that is not ready for it.
 *
 * @throws {DeployError} USAGE, with what breaks and who calls it
 */
export async function refuseUnacknowledged(
  { workspaceRoot, appRoot, app, environment }: ContractGate,
  callersOf: CallersOf,
): Promise<void> {
  const lock = readLock(appRoot);
  if (lock === undefined) return;
  const file = join(workspaceRoot, FILE);
  const known = existsSync(file) ? readJson(file, versions) : {};
  const ready = known[environment]?.[app] ?? 1;
  if (ready >= lock.version) return;
  const changes = lock.broken.filter(({ version }) => version > ready);
  const broken = changes.flatMap((one) => [
    `version ${one.version}, ${one.reason}:`,
    ...one.changes.map((change) => `  ${change}`),
  ]);
  const callers = await callersOf(changes.flatMap((one) => one.changes));
  throw new DeployError(
    'USAGE',
    `${app} has version ${lock.version} of its contract, and ${environment} is ready for ${ready}. When its clients are, write ${lock.version} into ${FILE}: { "${environment}": { "${app}": ${lock.version} } }.`,
    [...broken, ...callers],
  );
}
