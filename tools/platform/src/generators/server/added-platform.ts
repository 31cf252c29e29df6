/** What is left to do once a server has its files for a platform. */
export interface AddedPlatform {
  /** What the generator could not do, and a person must. */
  readonly left: readonly string[];
  /** Commands that may be run next. */
  readonly next: readonly (readonly [command: string, what: string])[];
}

/** Of a platform that the fork has left out. */
export const NOTHING_ADDED: AddedPlatform = { left: [], next: [] };
