import type { Track } from './interleaved';
import { median } from './median';

/** The median of the ratios in each round: what slowed a round stands on both sides. */
export function medianRatio<Result>(
  above: Pick<Track<unknown, Result>, 'rounds'>,
  below: Pick<Track<unknown, Result>, 'rounds'>,
  figure: (result: Result) => number,
): number {
  return median(
    above.rounds.map((round, index) => figure(round) / figure(below.rounds[index] as Result)),
  );
}
