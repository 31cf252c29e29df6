import { z } from 'zod';

/** One of a few words, in any case. */
export function choice<const Word extends string>(
  ...words: readonly Word[]
): z.ZodType<Word, string> {
  return z
    .string()
    .toLowerCase()
    .pipe(z.enum(words))
    .describe(`one of ${words.join(', ')}`);
}
