import 'reflect-metadata';
import type { Type } from '@nestjs/common';

const SCOPES = Symbol('mcp scopes of a class');

/**
 * Adds scopes to every tool, resource and prompt of a class: a caller needs these and the feature's
 * own.
 *
 * @example
 * ```ts
 * @Scopes('invoices:read')
 * @Injectable()
 * export class InvoiceTools {}
 * ```
 */
export function Scopes(...scopes: [string, ...string[]]): ClassDecorator {
  return (target) => Reflect.defineMetadata(SCOPES, scopes, target);
}

/** The scopes of a class and of those that it extends. */
export function scopesOfClass(type: Type): readonly string[] {
  const own = Reflect.getOwnMetadata(SCOPES, type) as readonly string[] | undefined;
  const base = Object.getPrototypeOf(type) as Type | null;
  const inherited = typeof base === 'function' ? scopesOfClass(base) : [];
  return [...new Set([...inherited, ...(own ?? [])])];
}
