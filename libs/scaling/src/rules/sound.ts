import type { z } from 'zod';

/** What objects of a file were found to be: an override asks for its target's again. */
const known = new WeakMap<object, Map<z.ZodType, unknown>>();

/** The value where it has the form of the schema; other faults of the file do not matter. */
export function sound<T extends z.ZodType>(schema: T, value: unknown): z.output<T> | undefined {
  if (typeof value !== 'object' || value === null) return schema.safeParse(value).data;
  const found = known.get(value) ?? new Map<z.ZodType, unknown>();
  known.set(value, found);
  if (!found.has(schema)) found.set(schema, schema.safeParse(value).data);
  return found.get(schema) as z.output<T> | undefined;
}

/** The items of a list that have the form of the schema, with their places. */
export function soundItems<T extends z.ZodType>(
  schema: T,
  value: unknown,
): { index: number; item: z.output<T> }[] {
  if (!Array.isArray(value)) return [];
  return value.flatMap((entry: unknown, index) => {
    const item = sound(schema, entry);
    return item === undefined ? [] : [{ index, item }];
  });
}
