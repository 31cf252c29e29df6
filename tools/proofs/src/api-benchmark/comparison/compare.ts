import { interleaved, type Track } from '../measure/interleaved';
import { toldBriefly, type Measurement } from '../measure/measure';
import type { BenchOptions } from '../options';
import { Progress } from '../report/progress';
import type { Contender } from './contenders';
import { Entrant } from './entrant';

export type ComparisonTrack = Track<Pick<Entrant, 'contender' | 'era'>, Measurement>;

/** V8 has compiled what it will compile after some thousand calls, of the slowest peer too. */
const WARM_UP_SECONDS = 3;

/**
 * Lets all contenders serve the same call.
 *
 * @param polling whether the client never sleeps
 */
export async function compare(
  contenders: readonly Contender[],
  { rounds, seconds, quick }: BenchOptions,
  polling = false,
): Promise<ComparisonTrack[]> {
  const entrants: Entrant[] = [];
  try {
    for (const contender of contenders) entrants.push(...(await Entrant.start(contender)));
    await warmUp(entrants, quick ? 1 : WARM_UP_SECONDS);
    return await interleaved({
      subjects: entrants,
      rounds,
      name: ({ label }) => label,
      run: (entrant) => entrant.measure(seconds, polling),
      tell: toldBriefly,
    });
  } finally {
    await Promise.all(entrants.map((entrant) => entrant.stop()));
  }
}

async function warmUp(entrants: readonly Entrant[], seconds: number): Promise<void> {
  const progress = new Progress(entrants.length);
  for (const entrant of entrants) {
    await entrant.measure(seconds, false);
    progress.step(`warm-up  ${entrant.label}`);
  }
  progress.end();
}
