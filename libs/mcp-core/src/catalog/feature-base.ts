import { inspect } from 'node:util';
import type { FeatureBase, Handler } from '../features/feature';
import { accessOf } from './access';
import { CatalogError } from './catalog.error';
import type { FeatureOptions } from './feature.options';
import { rateLimitOf } from './rate-limit';

/**
 * What features of all kinds have in common.
 *
 * @throws {CatalogError} one of the options is missing or malformed
 */
export function featureBase(
  kind: string,
  options: FeatureOptions,
  handler: Handler,
  where: string,
): Omit<FeatureBase, 'listed'> {
  checkDescribed(kind, options, where);
  return {
    name: options.name,
    ...accessOf(options, where),
    rateLimit: rateLimitOf(options.rateLimit, where),
    maxConcurrent: maxConcurrentOf(options.maxConcurrent, where),
    handler,
  };
}

/** What list entries of all kinds have in common. */
export function listedBase({ name, title, description, icons, meta }: FeatureOptions): object {
  return { name, title, description, icons, _meta: meta };
}

const NAME = /^[A-Za-z0-9_.-]{1,128}$/;

function checkDescribed(kind: string, options: FeatureOptions, where: string): void {
  if (!NAME.test(options.name ?? '')) {
    throw new CatalogError(
      where,
      `the name ${JSON.stringify(options.name)} is no ${kind} name`,
      'Use 1 to 128 of the characters A-Z a-z 0-9 _ - .',
    );
  }
  if (options.description?.trim()) return;
  throw new CatalogError(
    where,
    `the ${kind} "${options.name}" has no description`,
    'Say in a sentence what it does: a model picks it by that.',
  );
}

/** @throws {CatalogError} it is not a number of calls */
export function maxConcurrentOf(option: number | undefined, where: string): number | undefined {
  // In JavaScript, without types, it can be anything.
  if (option === undefined || (Number.isSafeInteger(option) && option >= 1)) return option;
  throw new CatalogError(
    where,
    `${inspect(option)} is no maxConcurrent`,
    'Write how many of its calls may run at once in a process: a whole number, 1 at least.',
  );
}
