/** What is to run where. */
export interface Release {
  readonly app: string;
  /** Such as `staging`. */
  readonly environment: string;
  /** With its digest: `registry/name@sha256:…`, or the folder of a function's package and its. */
  readonly image: string;
}

/** What a deploy would do. */
export interface Plan {
  /**
   * `unchanged`: this already runs. `continue`: it was started by an earlier deploy and is on its
   * way. `change`: something else runs.
   */
  readonly state: 'unchanged' | 'continue' | 'change';
  /** The calls that change something, in their order, one line each. */
  readonly calls: readonly string[];
  /** What differs from what runs, one line each. */
  readonly differences: readonly string[];
  /** It is scaled to nothing, and stays so: nothing serves that could be asked. */
  readonly asleep?: boolean;
}

/** Who deploys, and until when the lock counts unless it is renewed. */
export interface DeployLock {
  readonly holder: string;
  /** Milliseconds since 1970. */
  readonly expires: number;
}

/** Where a platform keeps the lock of a deploy. */
export interface LockStore<P extends Plan = Plan> {
  /** The lock, if one was written. */
  read(plan: P): Promise<DeployLock | undefined>;
  /** Must fail with BUSY where the platform can tell that another was first. */
  write(plan: P, lock: DeployLock): Promise<void>;
  clear(plan: P): Promise<void>;
}

/**
 * Where apps run. An implementation talks to one platform and decides nothing about the order of
 * the steps; it must not keep state that the next run would need, as a deploy may end anywhere.
 *
 * @typeParam P what `plan` found out, passed to the later steps
 */
export interface Platform<P extends Plan = Plan> {
  /** None where the platform itself refuses the second of two changes at once. */
  readonly lock?: LockStore<P>;
  /**
   * Compares what runs with what should; changes nothing.
   *
   * @throws {DeployError} a transient one while another change must end first
   */
  plan(release: Release, signal: AbortSignal): Promise<P>;
  /** Brings the database up to date, and waits for it. @throws {DeployError} MIGRATION_FAILED */
  migrate(plan: P, signal: AbortSignal): Promise<void>;
  /**
   * Makes the release run and waits until it does; of one that is asleep, lets a single task prove
   * that it starts. May throw anything.
   */
  rollOut(plan: P, signal: AbortSignal): Promise<void>;
  /**
   * Makes what ran before run again, and waits until it does. It is called again after a transient
   * error, so it must see what it has done already.
   */
  rollBack(plan: P, signal: AbortSignal): Promise<void>;
  /** Why the release did not come up: stopped tasks, last lines of logs. */
  report(plan: P, signal: AbortSignal): Promise<readonly string[]>;
  /** Removes what an earlier release declared and this one does not. */
  prune?(plan: P, signal: AbortSignal): Promise<void>;
}
