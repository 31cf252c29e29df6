import { MinuteSums, type Clock, type MinuteSum } from '@repo/foundation';
import { countedAs } from '@repo/mcp-core';
import type { CompletedCall } from '../record/completed-call';

/**
 * Bounds what refusals take in the audit trail, since whoever is refused can come again at once: see
 * `MinuteSums`. Strangers and known callers have bounds of their own, so that a flood of strangers
 * hides no caller.
 */
export class RefusalSums {
  private readonly strangers: MinuteSums<CompletedCall>;
  private readonly callers: MinuteSums<CompletedCall>;

  /** @param record takes a sum when its minute has ended */
  constructor(clock: Clock, record: (sum: CompletedCall) => void) {
    const write = (sum: MinuteSum<CompletedCall>) => record(summed(sum));
    this.strangers = new MinuteSums(clock, write);
    this.callers = new MinuteSums(clock, write);
  }

  /** @returns whether the refusal is to be recorded by itself; else it is counted here */
  isWhole(call: CompletedCall): boolean {
    const { client, kind, outcome, detail } = call;
    const sums = client.auth === undefined ? this.strangers : this.callers;
    const why = `${client.era} ${kind} ${outcome} ${detail}`;
    return sums.isWhole(countedAs(client) ?? '', why, call);
  }

  /** Records what has been counted: at the end of a minute, and of the process. */
  flush(): void {
    this.strangers.flush();
    this.callers.flush();
  }
}

/** Without what tells one request from another. */
function summed({ at, count, like, isOfMany }: MinuteSum<CompletedCall>): CompletedCall {
  const { kind, outcome, detail, client } = like;
  const { era, auth, address } = client;
  const nothing = { name: '', input: undefined, requestId: '', traceId: null, result: '' };
  return {
    ...nothing,
    at,
    kind,
    outcome,
    detail,
    durationMs: 0,
    client: isOfMany ? { era } : { era, auth, address },
    count,
  };
}
