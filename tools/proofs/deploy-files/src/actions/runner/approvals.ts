/** What jobs wait for: that a person approves of their environment. */
export class Approvals {
  private readonly waiting = new Map<string, () => void>();
  private readonly watchers: (() => void)[] = [];

  /** Until it is approved. */
  ask(environment: string): Promise<void> {
    return new Promise((resolve) => {
      this.waiting.set(environment, resolve);
      for (const tell of this.watchers.splice(0)) tell();
    });
  }

  isAsked = (environment: string): boolean => this.waiting.has(environment);

  /** Until it is asked for. @param end of the run: then never */
  async asked(environment: string, end: Promise<unknown>): Promise<void> {
    while (!this.isAsked(environment)) {
      const next = new Promise<'asked'>((resolve) => this.watchers.push(() => resolve('asked')));
      if ((await Promise.race([next, end])) !== 'asked') {
        throw new Error(`The run ended and never waited for ${environment}.`);
      }
    }
  }

  approve(environment: string): void {
    const go = this.waiting.get(environment);
    if (go === undefined) throw new Error(`Nothing waits for ${environment}.`);
    this.waiting.delete(environment);
    go();
  }
}
