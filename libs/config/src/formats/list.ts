import { z } from 'zod';

/** What the entries of a list are. */
export interface Entries {
  /** The text after "a comma-separated list of". */
  readonly allowed: string;
  readonly isValid: (entry: string) => boolean;
  /** Says of an invalid entry what is wrong with it. */
  readonly explain: (entry: string) => string;
}

/**
 * A comma-separated list with at least one entry; space around an entry and a trailing comma do not
 * count. No valid entry has an `@`: one means credentials, of which a comma may have cut a part into
 * another entry, so then no entry is shown.
 */
export function list({ allowed, isValid, explain }: Entries): z.ZodType<readonly string[], string> {
  const entries = z
    .array(z.string())
    .min(1)
    .superRefine((found, context) => {
      const hints = found.some((entry) => entry.includes('@'))
        ? ['an entry must carry no user name and no password']
        : found.filter((entry) => !isValid(entry)).map(explain);
      for (const message of hints) context.addIssue({ code: 'custom', message });
    });
  return z
    .string()
    .transform((text) => text.split(',').flatMap((part) => part.trim() || []))
    .pipe(entries)
    .describe(`a comma-separated list of ${allowed}`);
}
