import { ColdStartError } from './cold-start.error';
import type { FunctionApp } from './function-app';

/** The one application of a process, which all of its invocations share. */
export class WarmFunction {
  private starting?: Promise<FunctionApp>;

  /** @param logFault gets what went wrong, once a failed start */
  constructor(
    private readonly start: () => Promise<FunctionApp>,
    private readonly logFault: (error: unknown) => void,
  ) {}

  /**
   * Starts it, unless it has been. A platform gives a process more CPU while it loads than later:
   * call this then, without waiting for it.
   *
   * @throws {ColdStartError}
   */
  app(): Promise<FunctionApp> {
    this.starting ??= this.start().catch((error: unknown) => {
      this.starting = undefined;
      this.logFault(error);
      throw new ColdStartError(error);
    });
    return this.starting;
  }

  /** Begins to start it; what goes wrong is told to the first invocation. */
  begin(): this {
    this.app().catch(() => undefined);
    return this;
  }
}
