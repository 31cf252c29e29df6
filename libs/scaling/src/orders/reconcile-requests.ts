/** Has a worker look at a target soon. What it does follows from what it finds, not from this. */
export abstract class ReconcileRequests {
  /**
   * May fail, and must not hang: without it a worker looks within a minute anyway.
   *
   * @param target all of them without it
   */
  abstract request(target?: string): Promise<void>;
}
