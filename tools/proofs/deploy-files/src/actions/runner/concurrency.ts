/**
 * Groups of which one member runs and one waits; a newer one takes the place of the one that waits.
 */
export class ConcurrencyGroups {
  private readonly groups = new Map<string, ((entered: boolean) => void) | undefined>();

  /** @returns how to leave, or `undefined` for one whose place was taken */
  async enter(group: string): Promise<(() => void) | undefined> {
    if (this.groups.has(group)) {
      this.groups.get(group)?.(false);
      const entered = await new Promise<boolean>((resolve) => this.groups.set(group, resolve));
      if (!entered) return undefined;
    }
    this.groups.set(group, undefined);
    return () => this.leave(group);
  }

  private leave(group: string): void {
    const next = this.groups.get(group);
    if (next === undefined) this.groups.delete(group);
    else next(true);
  }
}
