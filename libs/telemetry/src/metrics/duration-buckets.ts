import { newer, type Exemplar } from './histogram-sample';

/** Seconds. From a look-up in memory to the default time-out of a tool. */
export const DURATION_BUCKETS = [
  0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60,
] as const;

/** Seconds, as the conventions of `mcp.server.operation.duration` have them. */
export const OPERATION_BUCKETS = [
  0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 30, 60, 120, 300,
] as const;

/** The bounds of both, so that each request is counted once for the two. */
export const requestBounds: readonly number[] = [
  ...new Set<number>([...DURATION_BUCKETS, ...OPERATION_BUCKETS]),
].sort((a, b) => a - b);

/** In which of the buckets each count of `requestBounds` lies, and the one above them all. */
function placesIn(buckets: readonly number[]): readonly number[] {
  return [...requestBounds, Infinity].map(
    (bound) => buckets.filter((upper) => upper < bound).length,
  );
}

/** Turns what was counted by `requestBounds` into the counts of coarser buckets. */
export class BucketMap {
  private readonly places: readonly number[];

  /** @param buckets bounds, all of them among `requestBounds` */
  constructor(readonly buckets: readonly number[]) {
    this.places = placesIn(buckets);
  }

  empty(): number[] {
    return new Array<number>(this.buckets.length + 1).fill(0);
  }

  addCounts(to: number[], counts: readonly number[]): void {
    counts.forEach((count, at) => (to[this.places[at]!]! += count));
  }

  /** Of several in a bucket the newest stays. */
  addExemplars(to: (Exemplar | undefined)[], exemplars: readonly (Exemplar | undefined)[]): void {
    exemplars.forEach((exemplar, at) => {
      const place = this.places[at]!;
      to[place] = newer(to[place], exemplar);
    });
  }
}
