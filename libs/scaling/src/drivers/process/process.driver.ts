import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import type { ProcessSettings } from '../../rules/platform-settings';
import type { Size } from '../../size';
import { requestJson } from '../json-request';
import { MemorySizes } from '../memory-sizes';
import type { ActualSize, DriverTarget, EarlierSizes, ScalingDriver } from '../scaling-driver';
import { reasonOf, ScalingError } from '../scaling.error';
import { type ProcessOrder, processSize, type ProcessSize } from './process-size';

type Target = DriverTarget<ProcessSettings>;

export interface ProcessOptions {
  /** Milliseconds for one call. */
  readonly timeout?: number;
}

/** The worker processes of an api on one machine, and the connection pool of each. */
export class ProcessDriver implements ScalingDriver<ProcessSettings> {
  /** @param earlier default: forgotten with the process; an api starts anew with its own size */
  constructor(
    private readonly options: ProcessOptions = {},
    readonly earlier: EarlierSizes = new MemorySizes(),
  ) {}

  async read(target: Target): Promise<ActualSize> {
    const { workers, poolSize } = await this.request(target, 'scaling:read');
    const wantedPool = poolOf(target, workers.desired);
    return {
      desired: workers.desired,
      ready: workers.ready,
      autoscaled: false,
      settled: workers.ready === workers.desired,
      differs:
        wantedPool === undefined || poolSize === undefined || poolSize === wantedPool
          ? undefined
          : `its pool has ${poolSize} connections instead of ${wantedPool}`,
    };
  }

  async apply(target: Target, { desired: workers }: Size): Promise<void> {
    await this.request(target, 'scaling:write', { workers, poolSize: poolOf(target, workers) });
  }

  private async request(target: Target, call: string, body?: ProcessOrder): Promise<ProcessSize> {
    const { url, token_file } = target.settings;
    const answer = await requestJson({
      target: target.name,
      call,
      url,
      method: body === undefined ? 'GET' : 'PUT',
      headers: token_file === undefined ? {} : await bearer(target.name, token_file),
      body,
      timeout: this.options.timeout ?? 10_000,
    });
    const size = processSize.safeParse(answer);
    if (size.success) return size.data;
    const reason = `the answer is no size: ${z.prettifyError(size.error)}`;
    throw new ScalingError('UNREACHABLE', target.name, call, reason);
  }
}

/** By the number of workers: an order of off hours, or one for more. */
function poolOf({ settings, offHours }: Target, workers: number): number | undefined {
  const pool = settings.pool_size;
  return workers <= offHours.max ? pool?.off_hours : pool?.on_hours;
}

/** Read for every call: tokens are replaced while the worker runs. */
async function bearer(target: string, file: string): Promise<{ authorization: string }> {
  try {
    return { authorization: `Bearer ${(await readFile(file, 'utf8')).trim()}` };
  } catch (error) {
    throw new ScalingError('ACCESS_DENIED', target, 'token_file', reasonOf(error));
  }
}
