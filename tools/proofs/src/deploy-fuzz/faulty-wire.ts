import type { Answer, WireAnswer } from '@repo/platform/src/deploy/testing/wire-server';
import type { Random } from './random';

/** What becomes of a request; `after`: it is carried out first. */
export const faults = [
  ...['throttled', 'failed before', 'failed after', 'silent before', 'silent after'],
  ...['cut before', 'cut after', 'cut within'],
] as const;

export type Fault = (typeof faults)[number];

interface FaultyWireOptions {
  readonly random: Random;
  /** How many of the requests meet a fault, from 0 to 1. */
  readonly rate: number;
  /** How this platform throttles. */
  readonly throttled: WireAnswer;
  /** Called when no answer comes: the time of the client passes. */
  readonly onSilence: () => void;
  /** Called before each request, with how many came before it. */
  readonly onRequest: (earlier: number) => void;
  /** Called after each request. */
  readonly afterRequest: () => void;
}

const failed: WireAnswer = { status: 500, body: { __type: 'ServerException', message: 'oops' } };
const silent: WireAnswer = { status: 0, body: '', lost: 'never' };
const cut: WireAnswer = { status: 0, body: '', lost: 'before' };

/** Stands between a deploy and its platform, and loses requests and answers by chance. */
export class FaultyWire {
  requests = 0;
  isFaulty = true;
  readonly met = new Map<Fault, number>();

  constructor(private readonly options: FaultyWireOptions) {}

  through = (answer: Answer): Answer => {
    const { options } = this;
    return (request) => {
      options.onRequest(this.requests++);
      const { random, rate } = options;
      const fault = this.isFaulty && random.chance(rate) ? random.pick(faults) : undefined;
      if (fault !== undefined) this.met.set(fault, (this.met.get(fault) ?? 0) + 1);
      const reply = this.reply(fault, () => answer(request));
      options.afterRequest();
      return reply;
    };
  };

  private reply(fault: Fault | undefined, carryOut: () => WireAnswer): WireAnswer {
    if (fault === 'throttled') return this.options.throttled;
    const answer = fault?.endsWith('before') ? undefined : carryOut();
    if (fault === undefined) return answer!;
    if (fault === 'cut within') return { ...answer!, lost: 'within' };
    if (fault.startsWith('cut')) return cut;
    if (fault.startsWith('failed')) return failed;
    this.options.onSilence();
    return silent;
  }
}
