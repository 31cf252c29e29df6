/** Where it is kept what was seen. */
export interface SeenStore {
  /**
   * Adds a key, in one step: of all that add one at the same time, one is told that it is new.
   *
   * @param endsAt when it may be forgotten, in milliseconds since 1970
   * @returns whether it is new
   * @throws {UnverifiableError} the store is away, or full
   */
  add(key: string, endsAt: number): Promise<boolean>;
}
