/**
 * Where clients are kept: the tables of an application, or the one connection of a function.
 *
 * Statements are safe to repeat, so an implementation may, when the connection was lost.
 */
export abstract class ClientDatabase {
  /**
   * @param statement SQL with `$1`, `$2` … for the parameters
   * @returns the rows
   * @throws {Error} the database refuses it, or is away
   */
  abstract query<T>(statement: string, parameters?: unknown[]): Promise<T>;
}
