import { types } from 'node:util';
import type { Type } from '@nestjs/common';
import { PIPES_METADATA, ROUTE_ARGS_METADATA } from '@nestjs/common/constants';
import { CatalogError } from './catalog.error';
import { declarationOf } from './feature.decorators';

/**
 * Refuses what Nest has for routes and what would do nothing on a feature, and generators.
 *
 * @throws {CatalogError}
 */
export function refuseIneffective(type: Type, name: string, where: string): void {
  const method = (type.prototype as Record<string, object>)[name]!;
  if (Reflect.hasMetadata(PIPES_METADATA, type) || Reflect.hasMetadata(PIPES_METADATA, method)) {
    throw new CatalogError(
      where,
      'pipes have no effect on features',
      'Check and transform in the schema: z.string().transform(…), .refine(…), .pipe(…).',
    );
  }
  // `@Body()`, `@Req()`, `@Param()`, and those that `createParamDecorator` makes.
  if (Reflect.hasMetadata(ROUTE_ARGS_METADATA, type, name)) {
    throw new CatalogError(
      where,
      'decorators of parameters have no effect on features',
      'The first argument is the validated input, the second the ToolContext: auth, client, signal.',
    );
  }
  if (types.isGeneratorFunction(method)) {
    throw new CatalogError(
      where,
      'it is a generator, and a result is sent whole',
      'Collect the values and return them. Tell how far the work is by context.progress().',
    );
  }
}

/**
 * Refuses a method that overrides a declared one and declares nothing itself. The declaration belongs
 * to the base's method, together with its guards: to take it over would lose these.
 *
 * @throws {CatalogError}
 */
export function refuseLostOverrides(type: Type): void {
  const prototype = type.prototype as Record<string, object>;
  for (let base = baseOf(prototype); base !== Object.prototype; base = baseOf(base)) {
    for (const [name, { value }] of Object.entries(Object.getOwnPropertyDescriptors(base))) {
      const declaration = typeof value === 'function' ? declarationOf(value as object) : undefined;
      if (declaration === undefined || declarationOf(prototype[name]!) !== undefined) continue;
      throw new CatalogError(
        `${type.name}.${name}`,
        `it overrides a ${declaration.kind} of ${base.constructor.name} and declares none`,
        'Repeat the decorators of the base, its guards too, or give the method another name.',
      );
    }
  }
}

function baseOf(prototype: object): object {
  return Object.getPrototypeOf(prototype) as object;
}
