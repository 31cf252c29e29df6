/** Work that is done once more, and not at the same time, when it is asked for while it is under way. */
export class DebouncedTask {
  private running?: Promise<void>;
  private again = false;

  /** @param work must not throw, and must not be done before it has waited */
  constructor(private readonly work: () => Promise<void>) {}

  /** Resolves when the work was done after this was called. */
  run(): Promise<void> {
    this.again = true;
    this.running ??= this.repeat();
    return this.running;
  }

  private async repeat(): Promise<void> {
    while (this.again) {
      this.again = false;
      await this.work();
    }
    this.running = undefined;
  }
}
