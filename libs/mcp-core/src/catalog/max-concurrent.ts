import { inspect } from 'node:util';
import { CatalogError } from './catalog.error';

/** @throws {CatalogError} it is no number of calls */
export function maxConcurrentOf(option: number | undefined, where: string): number | undefined {
  // Without types, in JavaScript, anything may stand there.
  if (option === undefined || (Number.isSafeInteger(option) && option >= 1)) return option;
  throw new CatalogError(
    where,
    `${inspect(option)} is no maxConcurrent`,
    'Write how many of its calls may run at once in a process: a whole number, 1 at least.',
  );
}
