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
  const slower = peers.filter(({ subject }) => MUCH_SLOWER.includes(subject.contender.name));
  const call = era === 'modern' ? 'a modern call' : 'a legacy call without a session';
  return [
    cpuBar(call, api, floor),
    ...slower.map((peer) => ({
      what: `throughput of ${call}, against ${peer.subject.contender.title}`,
      figure: faster(peer),
      limit: { atLeast: 5 },
      unit: '×',
    })),
    ...(peers.length === 0 ? [] : [fastestBar(call, Math.min(...peers.map(faster)))]),
    ...partBars(era, field),
  ];
}

/** What single parts of the chain may add. */
function partBars(era: Era, field: Field): Bar[] {
  const [api, token] = [field.named('api'), field.named('api-token')];
  const [key, audit] = [field.named('api-key'), field.named('api-audit')];
  const bars: Bar[] = [];
  if (api !== undefined && token !== undefined) {
    const figure = medianRatio(token, api, ({ cpuMicros }) => cpuMicros);
    const what = `CPU of a ${era} call with a token, against an open one`;
    bars.push({ what, figure, limit: { atMost: 1.15 }, unit: '×' });
  }
  if (key !== undefined && audit !== undefined) {
    const figure = medianRatio(audit, key, ({ throughput }) => throughput);
    const what = `throughput of a ${era} call with the audit trail, against without`;
    bars.push({ what, figure, limit: { atLeast: 0.85 }, unit: '×' });
  }
  return bars;
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
  private readonly tracks: readonly Track[];

  constructor(era: Era, tracks: readonly Track[]) {
    this.tracks = tracks.filter(({ subject }) => subject.era === era);
    this.api = this.named('api');
    this.floor = this.tracks.find(({ subject }) => subject.contender.kind === 'floor');
    this.peers = this.tracks.filter(({ subject }) => subject.contender.kind === 'peer');
  }

  named(name: string): Track | undefined {
    return this.tracks.find(({ subject }) => subject.contender.name === name);
  }
}
