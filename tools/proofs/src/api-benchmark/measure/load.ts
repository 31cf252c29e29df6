import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { paths } from '../paths';
import type { Call } from './call';

const run = promisify(execFile);
const PROGRAM = join(paths.peers, 'load.mjs');

/** How long or how often a server is called, over keep-alive connections. */
export type Extent = {
  readonly connections?: number;
  /** Whether the client takes a core for itself and never sleeps; see load.mjs. */
  readonly polling?: boolean;
} & ({ readonly duration: number } | { readonly amount: number });

export interface LoadResult {
  readonly answered: number;
  readonly failed: number;
  readonly seconds: number;
  readonly bytes: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
}

/**
 * Loads a server from another process.
 *
 * @throws {Error} a call was not answered with 2xx: what was measured was no service
 */
export async function load(url: string, call: Call, extent: Extent): Promise<LoadResult> {
  const job = JSON.stringify({ url, connections: 32, ...call, ...extent });
  const { stdout } = await run(process.execPath, [PROGRAM, job], { cwd: paths.peers });
  const result = JSON.parse(stdout) as LoadResult;
  if (result.failed > 0 || result.answered === 0) {
    throw new Error(`${url}: ${result.failed} calls failed, ${result.answered} were answered.`);
  }
  return result;
}
