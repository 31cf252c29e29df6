/** The header by which a test's client says which of its calls a request belongs to. */
export const CALL_HEADER = 'x-test-call';

/** A request on its way through a replica, until its response has ended. */
export interface Passage {
  /** Of the replica; each start takes another one. */
  readonly port: number;
  /** The replica broke it off: without a response, or in the middle of one. */
  wasCut: boolean;
}

/** Which replicas the requests of each call met. */
export class Passages {
  private readonly ofCalls = new Map<string, Passage[]>();

  begin(call: string | undefined, port: number): Passage {
    const passage = { port, wasCut: false };
    if (call !== undefined) this.ofCalls.set(call, [...this.of(call), passage]);
    return passage;
  }

  of(call: string): readonly Passage[] {
    return this.ofCalls.get(call) ?? [];
  }
}
