import type { Era } from '../measure/call';
import { medianRatio } from '../measure/ratio';
import type { Bar } from '../report/bar';
import type { ComparisonTrack as Track } from './compare';

const ERAS: readonly Era[] = ['modern', 'legacy'];

/** Those that the api must be five times as fast as. */
const MUCH_SLOWER = ['sdk-v1', 'sdk-v2', 'mcp-nest', 'fastmcp'];

/** What is promised of calls; bars whose entrants were not measured are left out. */
export function comparisonBars(tracks: readonly Track[]): Bar[] {
  return ERAS.flatMap((era) => barsOf(era, new Field(era, tracks)));
}

function barsOf(era: Era, field: Field): Bar[] {
  const { api, floor, peers } = field;
  if (api === undefined || floor === undefined) return [];
  const faster = (peer: Track) => medianRatio(api, peer, ({ throughput }) => throughput);
  const named = peers.filter(({ subject }) => MUCH_SLOWER.includes(subject.contender.name));
  const call = era === 'modern' ? 'a modern call' : 'a legacy call without a session';
  return [
    cpuBar(call, api, floor),
    ...named.map((peer) => ({
      what: `throughput of ${call}, against ${peer.subject.contender.title}`,
      figure: faster(peer),
      limit: { atLeast: 5 },
      unit: '×',
    })),
    ...(peers.length === 0 ? [] : [fastestBar(call, Math.min(...peers.map(faster)))]),
  ];
}

function cpuBar(call: string, api: Track, floor: Track): Bar {
  const figure = medianRatio(api, floor, ({ cpuMicros }) => cpuMicros);
  return { what: `CPU of ${call}, against the floor`, figure, limit: { atMost: 2 }, unit: '×' };
}

function fastestBar(call: string, figure: number): Bar {
  const what = `throughput of ${call}, against the fastest of all`;
  return { what, figure, limit: { atLeast: 2 }, unit: '×' };
}

/** Who ran in one era. */
class Field {
  readonly api?: Track;
  readonly floor?: Track;
  readonly peers: readonly Track[];

  constructor(era: Era, tracks: readonly Track[]) {
    const inEra = tracks.filter(({ subject }) => subject.era === era);
    this.api = inEra.find(({ subject }) => subject.contender.name === 'api');
    this.floor = inEra.find(({ subject }) => subject.contender.kind === 'floor');
    this.peers = inEra.filter(({ subject }) => subject.contender.kind === 'peer');
  }
}
