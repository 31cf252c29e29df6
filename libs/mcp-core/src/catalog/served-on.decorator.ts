import 'reflect-metadata';
import type { Type } from '@nestjs/common';

/** What a server runs as: processes that listen, the process of one client, or functions of a cloud. */
export type Hosting = 'http' | 'stdio' | 'functions';

const SERVED_ON = Symbol('mcp hostings of a class');

/**
 * Says where the tools, resources and prompts of a class are served; elsewhere they are left out, and
 * the log says so. Without it they are served wherever what they inject is there.
 *
 * @example
 * ```ts
 * @ServedOn('http', 'stdio')
 * @Injectable()
 * export class YearlyReport {}
 * ```
 */
export function ServedOn(...hostings: [Hosting, ...Hosting[]]): ClassDecorator {
  return (target) => Reflect.defineMetadata(SERVED_ON, hostings, target);
}

/** The hostings that a class, or else one that it extends, is for; undefined for all. */
export const hostingsOf = (type: Type): readonly Hosting[] | undefined =>
  Reflect.getMetadata(SERVED_ON, type) as readonly Hosting[] | undefined;
