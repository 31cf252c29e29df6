import { messageOf } from '@repo/foundation';
/** What a failed deploy is, and the code that the process exits with: docs/deploy/pipeline.md. */
const exitCodes = {
  /** Anything that is named by no other code, such as a platform that does not answer. */
  FAILED: 1,
  /** Wrong arguments, settings or manifests. Nothing was changed. */
  USAGE: 2,
  /** The image, the service or the cluster is not there. Nothing was changed. */
  NOT_FOUND: 3,
  /** Missing or expired credentials, or a right that is missing. */
  ACCESS_DENIED: 4,
  /** Another deploy of this app runs there. Nothing was changed. */
  BUSY: 5,
  /** The migrations failed; the old version runs on. */
  MIGRATION_FAILED: 6,
  /** The new version did not come up; the old one runs again. */
  ROLLED_BACK: 7,
  /** The new version did not come up, and going back failed as well: look at once. */
  ROLL_BACK_FAILED: 8,
  /** Told to stop by a signal; the next run goes on. */
  STOPPED: 9,
} as const;

export type DeployErrorCode = keyof typeof exitCodes;

interface DeployErrorOptions extends ErrorOptions {
  /** The same call may succeed soon: the platform was busy, or the connection broke. */
  readonly transient?: boolean;
}

/** A deploy failed for a reason that a person can do something about. */
export class DeployError extends Error {
  override readonly name = 'DeployError';
  /** Whether the same call may succeed soon. */
  readonly transient: boolean;

  /** @param details lines to show below the message, such as the last ones of a log */
  constructor(
    readonly code: DeployErrorCode,
    message: string,
    readonly details: readonly string[] = [],
    options: DeployErrorOptions = {},
  ) {
    super(message, options);
    this.transient = options.transient ?? false;
  }

  get exitCode(): number {
    return exitCodes[this.code];
  }
}

/** An error as one that can be reported. */
export function asDeployError(error: unknown): DeployError {
  if (error instanceof DeployError) return error;
  const message = messageOf(error);
  return new DeployError('FAILED', message, [], { cause: error });
}
