/** Thrown by the handler of a job that is to run again later. It is no failure, and no attempt. */
export class PostponedError extends Error {
  override readonly name = 'PostponedError';

  /** @param until milliseconds since 1970 */
  constructor(readonly until: number) {
    super(`Postponed until ${new Date(until).toISOString()}.`);
  }
}
