import type { z } from 'zod';

/** The value where it has the form of the schema; other faults of the file do not matter. */
export function sound<T extends z.ZodType>(schema: T, value: unknown): z.output<T> | undefined {
  return schema.safeParse(value).data;
}

/** The items of a list that have the form of the schema, with their places. */
export function soundItems<T extends z.ZodType>(
  schema: T,
  value: unknown,
): { index: number; item: z.output<T> }[] {
  if (!Array.isArray(value)) return [];
  return value.flatMap((entry: unknown, index) => {
    const { success, data } = schema.safeParse(entry);
    return success ? [{ index, item: data }] : [];
  });
}
