/** The function did not start; the log says why. It is tried again with the next request. */
export class ColdStartError extends Error {
  override readonly name = 'ColdStartError';

  constructor(cause: unknown) {
    super('The function could not start. Its log says why.', { cause });
  }
}
