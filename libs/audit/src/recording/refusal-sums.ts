import type { Clock } from '@repo/foundation';
import { countedAs } from '@repo/mcp-core';
import type { CompletedCall } from '../record/completed-call';

const MINUTE_MS = 60_000;

/** Refusals of one address, or caller, and one reason that are recorded one by one in a minute. */
const MAX_WHOLE_PER_KEY = 10;
/** The same of all together, and pairs of whom and why that are told apart. */
const MAX_WHOLE = 500;
const MAX_KEYS = 500;

interface Sum {
  /** The first that was not recorded by itself. */
  readonly like: CompletedCall;
  whole: number;
  count: number;
}

/** What is known of one minute. */
class MinuteSums {
  readonly byKey = new Map<string, Sum>();
  whole = 0;
}

/**
 * Bounds what refusals take in the audit trail, since whoever is refused can come again at once: the
 * first of a minute are recorded one by one, the others as one record with their number. Strangers
 * and known callers have bounds of their own, so that a flood of strangers hides no caller.
 */
export class RefusalSums {
  private strangers = new MinuteSums();
  private callers = new MinuteSums();
  private minute = 0;
  private timer?: NodeJS.Timeout;

  /** @param record takes a sum when its minute has ended */
  constructor(
    private readonly clock: Clock,
    private readonly record: (sum: CompletedCall) => void,
  ) {}

  /** @returns whether the refusal is to be recorded by itself; else it is counted here */
  isWhole(call: CompletedCall): boolean {
    const minute = Math.floor(this.clock.now() / MINUTE_MS);
    if (minute !== this.minute) this.flush();
    this.minute = minute;
    const sums = call.client.auth === undefined ? this.strangers : this.callers;
    const sum = sumOf(sums, call);
    if (sum.whole < MAX_WHOLE_PER_KEY && sums.whole < MAX_WHOLE) {
      sum.whole += 1;
      sums.whole += 1;
      return true;
    }
    sum.count += 1;
    this.timer ??= setTimeout(() => this.flush(), MINUTE_MS).unref();
    return false;
  }

  /** Records what has been counted: at the end of a minute, and of the process. */
  flush(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    for (const { byKey } of [this.strangers, this.callers]) {
      for (const { like, count } of byKey.values()) {
        if (count > 0) this.record(summed(like, this.minute * MINUTE_MS, count));
      }
    }
    this.strangers = new MinuteSums();
    this.callers = new MinuteSums();
  }
}

function sumOf({ byKey }: MinuteSums, call: CompletedCall): Sum {
  const { client, kind, outcome, detail } = call;
  const why = `${client.era} ${kind} ${outcome} ${detail}`;
  let key = `${countedAs(client)} ${why}`;
  let like = call;
  let found = byKey.get(key);
  if (found === undefined && byKey.size >= MAX_KEYS) {
    // As many as there are reasons.
    key = why;
    like = { ...call, client: { era: client.era } };
    found = byKey.get(key);
  }
  if (found === undefined) {
    found = { like, whole: 0, count: 0 };
    byKey.set(key, found);
  }
  return found;
}

/** Without what tells one request from another. */
function summed({ kind, outcome, detail, client }: CompletedCall, at: number, count: number) {
  const { era, auth, address } = client;
  const nothing = { name: '', input: undefined, requestId: '', traceId: null, result: '' };
  return {
    ...nothing,
    at,
    kind,
    outcome,
    detail,
    durationMs: 0,
    client: { era, auth, address },
    count,
  };
}
