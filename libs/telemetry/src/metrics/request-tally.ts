import type { ObservedRequest } from '@repo/mcp-core';
import type { Exemplar } from './histogram-sample';
import { requestBounds } from './duration-buckets';

/** What requests that are counted as one have in common: all of few and bounded values. */
export interface RequestKind extends Pick<
  ObservedRequest,
  'method' | 'server' | 'feature' | 'outcome'
> {
  /** The JSON-RPC code of their error. */
  readonly errorCode: number | undefined;
  /** Whether they came over HTTP; else over a pipe. */
  readonly isHttp: boolean;
}

/** All requests of one kind so far. */
export interface RequestSeries extends RequestKind {
  /** How many took how long: one count for each of `requestBounds`, and one for those above. */
  readonly counts: number[];
  /** Seconds of them all. */
  sum: number;
  /** The last traced one of each count. */
  exemplars?: (Exemplar | undefined)[];
}

/**
 * A catalog that changes has ever new names: from so many series on, what is new is counted under
 * one name.
 */
const MAX_SERIES = 10_000;
export const OTHER_FEATURE = '_other';

/**
 * Counts requests by kind. A request costs it a look-up and three additions, whatever is made of the
 * counts when somebody reads the metrics.
 */
export class RequestTally {
  private readonly series = new Map<string, RequestSeries[]>();
  private size = 0;

  constructor(private readonly maxSeries = MAX_SERIES) {}

  /** @param traceId of the request, where it is traced */
  count(request: ObservedRequest, traceId?: string): void {
    const seconds = request.durationMs / 1_000;
    const series = this.find(request) ?? this.add(kindOf(request));
    const at = bucketOf(seconds);
    series.counts[at]! += 1;
    series.sum += seconds;
    if (traceId === undefined) return;
    series.exemplars ??= [];
    series.exemplars[at] = {
      labelSet: { trace_id: traceId },
      value: seconds,
      timestamp: Date.now() / 1_000,
    };
  }

  all(): readonly RequestSeries[] {
    return [...this.series.values()].flat();
  }

  /** Few each: the ends that requests of one feature have come to. */
  private find(request: ObservedRequest): RequestSeries | undefined {
    const { method, feature, server, outcome, error } = request;
    return this.series
      .get(feature ?? method)
      ?.find(
        (series) =>
          series.outcome === outcome &&
          series.errorCode === error?.code &&
          series.method === method &&
          series.feature === feature &&
          series.server === server &&
          series.isHttp === cameByHttp(request),
      );
  }

  private add(kind: RequestKind): RequestSeries {
    const isFull = this.size >= this.maxSeries;
    const key = isFull ? OTHER_FEATURE : (kind.feature ?? kind.method);
    const known = this.series.get(key) ?? [];
    const counts = new Array<number>(requestBounds.length + 1).fill(0);
    const series: RequestSeries = isFull
      ? { ...kind, feature: OTHER_FEATURE, errorCode: undefined, counts, sum: 0 }
      : { ...kind, counts, sum: 0 };
    const same = isFull ? known.find((other) => isSameKind(other, series)) : undefined;
    if (same !== undefined) return same;
    this.series.set(key, [...known, series]);
    this.size += 1;
    return series;
  }
}

function kindOf(request: ObservedRequest): RequestKind {
  const { method, feature, server, outcome, error } = request;
  return { method, feature, server, outcome, errorCode: error?.code, isHttp: cameByHttp(request) };
}

/** Of two with the same feature and no code. */
function isSameKind(a: RequestKind, b: RequestKind): boolean {
  return (
    a.method === b.method &&
    a.server === b.server &&
    a.outcome === b.outcome &&
    a.isHttp === b.isHttp
  );
}

function cameByHttp({ request }: ObservedRequest): boolean {
  return request.channel.headers !== undefined;
}

function bucketOf(seconds: number): number {
  let at = 0;
  while (at < requestBounds.length && seconds > requestBounds[at]!) at += 1;
  return at;
}
