/** What the log keeps of an error. */
export interface DescribedError {
  readonly type: string;
  readonly message: string;
  readonly code?: string | number;
  readonly stack?: string;
  readonly cause?: DescribedError;
}

/** Errors that wrap errors that wrap errors: enough to find the reason, and an end to cycles. */
const DEEPEST_CAUSE = 4;

/**
 * Describes what was thrown. Other than pino's own serializer it leaves out the further properties
 * of an error: those of HTTP and database clients hold whole requests, with their tokens and rows.
 */
export function describeError(thrown: unknown, depth = 0): DescribedError {
  if (!(thrown instanceof Error)) return { type: typeof thrown, message: String(thrown) };
  const { code } = thrown as { code?: unknown };
  return {
    type: thrown.name,
    message: thrown.message,
    code: typeof code === 'string' || typeof code === 'number' ? code : undefined,
    stack: thrown.stack,
    cause:
      thrown.cause === undefined || depth === DEEPEST_CAUSE
        ? undefined
        : describeError(thrown.cause, depth + 1),
  };
}
