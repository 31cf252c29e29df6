import type { ToolContext } from '../engine/tool-context';
import type { Access } from './access';
import { CatalogError } from './catalog.error';
import type { CompletionContext } from './feature.decorators';
import type { FeatureOptions } from './feature.options';
import type { RateLimit } from './rate-limit';
import type { PromptFeature } from './prompt.feature';
import type { ResourceFeature } from './resource.feature';
import type { ToolFeature } from './tool.feature';

export type Feature = ToolFeature | ResourceFeature | PromptFeature;

/** Calls the declared method on its provider, with whatever Nest puts around it. */
export type Handler = (input: unknown, context: ToolContext) => unknown;

/** Suggests values for one argument. */
export type Completer = (typed: string, context: CompletionContext) => string[] | Promise<string[]>;

export interface FeatureBase extends Access {
  readonly name: string;
  readonly handler: Handler;
  /** Per caller. */
  readonly rateLimit?: RateLimit;
  /** Calls of it that run at once in a process. */
  readonly maxConcurrent?: number;
  /** The entry as lists show it. */
  readonly listed: object;
}

/** What list entries of all kinds have in common. */
export function listedBase({ name, title, description, icons, meta }: FeatureOptions): object {
  return { name, title, description, icons, _meta: meta };
}

const NAME = /^[A-Za-z0-9_.-]{1,128}$/;

/** @throws {CatalogError} the name or the description is missing or malformed */
export function checkDescribed(kind: string, options: FeatureOptions, where: string): void {
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
