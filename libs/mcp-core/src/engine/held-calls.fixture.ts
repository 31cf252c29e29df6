import { type Feature, Call } from '../features/feature';
import type { CallResult } from './call-interceptor';
import { Cancellation } from '../protocol/cancellation';
import { ConcurrencyLimit, ProcessPermits } from './concurrency-limit';

/** Calls whose end the test decides. */
export class HeldCalls {
  /** Names of those that have begun, in that order. */
  readonly begun: string[] = [];
  private readonly ends = new Map<string, { ok: () => void; fail: () => void }>();
  readonly load: ProcessPermits;
  private readonly limit: ConcurrencyLimit;

  /** @param share the part of both limits that one caller may take */
  constructor(maxConcurrentCalls: number, maxQueuedCalls: number, share = 1) {
    const limits = { maxConcurrentCalls, maxQueuedCalls };
    this.load = new ProcessPermits(limits, (limit) => limit * share);
    this.limit = new ConcurrencyLimit(limits, (call, ended) => this.run(call, ended), this.load);
  }

  /** @returns `ok`, or the error that it ended with */
  call(
    name: string,
    feature: Feature = PLAIN,
    cancellation = new Cancellation(),
    address?: string,
  ): Promise<unknown> {
    const request = {
      id: 1,
      method: 'tools/call',
      params: { name },
      client: { era: 'modern', revision: '2026-07-28', capabilities: {}, address } as const,
      channel: { cancellation, notify: () => undefined },
    };
    return this.limit.call(new Call(feature, undefined, request)).then(
      ({ outcome }) => outcome,
      (error: unknown) => error,
    );
  }

  private run({ params }: Call, ended: () => void): Promise<CallResult> {
    const name = String(params['name']);
    this.begun.push(name);
    return new Promise<CallResult>((resolve, reject) => {
      const ok = () => resolve({ outcome: 'ok', json: name });
      this.ends.set(name, { ok, fail: () => reject(new Error(name)) });
    }).finally(ended);
  }

  async end(name: string, how: 'ok' | 'fail' = 'ok'): Promise<void> {
    this.ends.get(name)?.[how]();
    await jest.advanceTimersByTimeAsync(0);
  }
}

export function featureWith(maxConcurrent?: number): Feature {
  return { kind: 'tool', name: `of_${maxConcurrent}`, maxConcurrent } as unknown as Feature;
}
export const PLAIN = featureWith();
