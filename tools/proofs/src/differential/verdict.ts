import { differences, type Difference } from './difference';
import type { Exchange } from './exchange';
import type { IntendedDifference } from './intended-differences';

/** Sorts what differs into what a rule explains and what none does. */
export class Verdict {
  readonly unexplained: { exchange: Exchange; differences: Difference[] }[] = [];
  private readonly explained = new Map<IntendedDifference, number>();

  constructor(private readonly rules: readonly IntendedDifference[]) {}

  take(exchange: Exchange): void {
    const open = differences(exchange.ours, exchange.theirs).filter(
      (difference) => !this.isIntended(exchange, difference),
    );
    if (open.length > 0) this.unexplained.push({ exchange, differences: open });
  }

  /** Rules that explained nothing: the engine or the SDK has changed, and they should go. */
  get idle(): string[] {
    return this.rules.filter((rule) => !this.explained.has(rule)).map(({ reason }) => reason);
  }

  private isIntended(exchange: Exchange, difference: Difference): boolean {
    const rule = this.rules.find(
      ({ at, when }) => (at?.test(difference.at) ?? true) && (when?.(exchange, difference) ?? true),
    );
    if (rule === undefined) return false;
    this.explained.set(rule, (this.explained.get(rule) ?? 0) + 1);
    return true;
  }
}
