import type { Era } from '../measure/call';
import { medianOf } from '../measure/median';
import { medianRatio } from '../measure/ratio';
import type { ComparisonTrack } from './compare';
import type { Contender } from './contenders';

/** The medians of an entrant, also against the floor of its era in the same round. */
export interface Standing {
  readonly contender: Contender;
  readonly era: Era;
  readonly cpuMicros: number;
  readonly cpuOverFloor: number;
  readonly throughput: number;
  readonly throughputOverFloor: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
}

export function standingsOf(tracks: readonly ComparisonTrack[]): Standing[] {
  return tracks.map((track) => {
    const { rounds } = track;
    const { contender, era } = track.subject;
    const floor = floorOf(era, tracks);
    return {
      contender,
      era,
      cpuMicros: medianOf(rounds, ({ cpuMicros }) => cpuMicros),
      cpuOverFloor: medianRatio(track, floor, ({ cpuMicros }) => cpuMicros),
      throughput: medianOf(rounds, ({ throughput }) => throughput),
      throughputOverFloor: medianRatio(track, floor, ({ throughput }) => throughput),
      p50Ms: medianOf(rounds, ({ p50Ms }) => p50Ms),
      p99Ms: medianOf(rounds, ({ p99Ms }) => p99Ms),
    };
  });
}

function floorOf(era: Era, tracks: readonly ComparisonTrack[]): ComparisonTrack {
  const isFloor = ({ subject }: ComparisonTrack) =>
    subject.contender.kind === 'floor' && subject.era === era;
  const floor = tracks.find(isFloor);
  if (floor === undefined) throw new Error(`No floor was measured in the ${era} era.`);
  return floor;
}
