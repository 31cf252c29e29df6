import type { Call } from './call';
import { load, type Extent, type LoadResult } from './load';
import type { ServerProcess } from './server-process';

/** What a server did and what that cost it. */
export interface Measurement extends LoadResult {
  /** Microseconds of CPU of the server's process for each answered call. */
  readonly cpuMicros: number;
  /** Answered calls a second. */
  readonly throughput: number;
}

export async function measure(
  server: ServerProcess,
  call: Call,
  extent: Extent,
): Promise<Measurement> {
  const before = await server.cpuMicros();
  const result = await load(server.url, call, extent);
  const after = await server.cpuMicros();
  return {
    ...result,
    cpuMicros: (after - before) / result.answered,
    throughput: result.answered / result.seconds,
  };
}

/** For a progress line. */
export function toldBriefly({ cpuMicros, throughput }: Measurement): string {
  return `${cpuMicros.toFixed(1)} µs CPU a call, ${Math.round(throughput)} calls/s`;
}
