import { Progress } from '../report/progress';

/** Something that is measured, and what came of it in each round. */
export interface Track<Subject, Result> {
  readonly subject: Subject;
  readonly rounds: readonly Result[];
}

export interface Interleaving<Subject, Result> {
  readonly subjects: readonly Subject[];
  readonly rounds: number;
  readonly name: (subject: Subject) => string;
  readonly run: (subject: Subject) => Promise<Result>;
  /** For the progress line. */
  readonly tell: (result: Result) => string;
}

/**
 * Measures all subjects in turn, round after round: what slows the machine for a while slows all of
 * them, and no figure is compared with one from another time.
 */
export async function interleaved<Subject, Result>({
  subjects,
  rounds,
  name,
  run,
  tell,
}: Interleaving<Subject, Result>): Promise<Track<Subject, Result>[]> {
  const progress = new Progress(rounds * subjects.length);
  const tracks = subjects.map((subject) => ({ subject, rounds: [] as Result[] }));
  for (let round = 0; round < rounds; round++) {
    // Each round begins elsewhere, so that nobody always follows the same neighbour's garbage.
    for (const track of rotated(tracks, round * 5)) {
      const result = await run(track.subject);
      track.rounds.push(result);
      progress.step(`round ${round + 1}  ${name(track.subject)}  ${tell(result)}`);
    }
  }
  progress.end();
  return tracks;
}

function rotated<T>(items: readonly T[], by: number): T[] {
  const start = by % items.length;
  return [...items.slice(start), ...items.slice(0, start)];
}
