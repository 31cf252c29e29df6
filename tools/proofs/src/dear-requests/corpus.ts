import type { Random } from '../deploy-fuzz/random';
import type { Finding } from './finding';
import type { WireRequest } from './wire-request';

/** Kept of each kind and answer, to be changed further. */
const MAX_ALIKE = 4;

/**
 * The dearest requests by one measure, of each kind and each status that was answered: those that get
 * far have a place beside those that are refused early, however much these cost.
 */
export class Corpus {
  /** Of one kind and status, the dearest first. */
  private readonly alike = new Map<string, Finding[]>();

  constructor(private readonly costOf: (finding: Finding) => number) {}

  /** The best of each, the dearest first. */
  get dearest(): Finding[] {
    const best = [...this.alike.values()].flatMap(([first]) => first ?? []);
    return best.sort((one, other) => this.costOf(other) - this.costOf(one));
  }

  /** What such a request must cost more than to be kept. */
  worst(wire: WireRequest, status: number): number {
    const last = this.alike.get(keyOf(wire, status))?.[MAX_ALIKE - 1];
    return last === undefined ? 0 : this.costOf(last);
  }

  keep(finding: Finding): void {
    const key = keyOf(finding.wire, finding.status);
    const found = [...(this.alike.get(key) ?? []), finding];
    found.sort((one, other) => this.costOf(other) - this.costOf(one));
    this.alike.set(key, found.slice(0, MAX_ALIKE));
  }

  /** Any of them; undefined where there is none yet. */
  pick(random: Random): WireRequest | undefined {
    const all = [...this.alike.values()];
    return all.length === 0 ? undefined : random.pick(random.pick(all)).wire;
  }
}

function keyOf({ kind }: WireRequest, status: number): string {
  return `${kind} ${status}`;
}
