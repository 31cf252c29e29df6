import type { RootLogger } from '../logging/create-logger';

/** Waits for a start; one that fails ends the process, and says why. */
export async function orExit<T>(logger: RootLogger, start: Promise<T>): Promise<T> {
  try {
    return await start;
  } catch (error) {
    if (isForPerson(error)) {
      logger.fatal(error.message);
      process.exit(error.exitCode);
    }
    logger.fatal({ err: error }, 'the start failed');
    process.exit(1);
  }
}

/**
 * What a person can mend outside the code is said in one line: `DatabaseError` for one. Not told by
 * its class, whose module would load the database where there is none.
 */
function isForPerson(error: unknown): error is Error & { readonly exitCode: number } {
  return error instanceof Error && 'exitCode' in error && typeof error.exitCode === 'number';
}
