import { DatabaseError } from '../database.error';

/** Says what stands in the way of the embedded PostgreSQL, and the way without it. */
export function embeddedError(what: string, cause?: unknown): DatabaseError {
  const way = 'Or set DATABASE_URL to a PostgreSQL of your own.';
  return new DatabaseError('DATABASE_EMBEDDED', `The embedded PostgreSQL: ${what} ${way}`, {
    cause,
  });
}

/** What a fault of the file system means for a person. */
export function folderError(folder: string, cause: unknown): DatabaseError {
  if (cause instanceof DatabaseError) return cause;
  const code = (cause as NodeJS.ErrnoException | undefined)?.code;
  if (code === 'ENOSPC' || code === 'EDQUOT')
    return embeddedError(`no space is left for ${folder}: free some.`, cause);
  return embeddedError(
    `${folder} cannot be used (${code ?? (cause as Error | undefined)?.message}): give this user the folder, or remove it.`,
    cause,
  );
}
