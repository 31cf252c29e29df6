/** Work that never runs twice at the same time: requests during a run cause one further run. */
export class CoalescedTask {
  private running?: Promise<void>;
  private isRequested = false;

  /** @param work must not throw, and must not finish synchronously */
  constructor(private readonly work: () => Promise<void>) {}

  /** Resolves after a run that began after this was called. */
  run(): Promise<void> {
    this.isRequested = true;
    this.running ??= this.repeat();
    return this.running;
  }

  private async repeat(): Promise<void> {
    while (this.isRequested) {
      this.isRequested = false;
      await this.work();
    }
    this.running = undefined;
  }
}
