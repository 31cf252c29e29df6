import { failureOf, type Failure } from './failure';
import { answerOf, legacyRequest, modernRequest, openSession, post, wordsOf } from '@repo/api-e2e';

/** Milliseconds between two looks how many calls are due. */
const TICK_MS = 10;

/** Events before the answer of a call, where it is streamed. */
const TURNS = 3;

/** Sessions that the calls are spread over. */
const SESSIONS = 30;

export interface SteadyFailure {
  readonly stateless: boolean;
  readonly failure: Failure;
  readonly error: string;
}

/**
 * Calls at a steady rate, whether those before are answered or not: every other one in a session of
 * 2025-11-25, the rest stateless. Its connections are kept.
 */
export class SteadyLoad {
  readonly failures: SteadyFailure[] = [];
  calls = 0;
  /** Each makes one more call in `stop`. */
  readonly sessionCount = SESSIONS;
  private readonly sessions: string[] = [];
  private readonly underWay = new Set<Promise<void>>();
  private timer?: NodeJS.Timeout;

  constructor(
    private readonly url: URL,
    private readonly perSecond: number,
    /** Characters of each answer; where that is said, it is streamed with events as long. */
    private readonly characters = 0,
  ) {}

  async start(): Promise<void> {
    while (this.sessions.length < SESSIONS) this.sessions.push(await openSession(this.url));
    this.goOn();
  }

  goOn(): void {
    const startedAt = performance.now();
    const before = this.calls;
    this.timer = setInterval(() => {
      const due = ((performance.now() - startedAt) / 1_000) * this.perSecond;
      while (this.calls - before < due) this.begin();
    }, TICK_MS);
  }

  /** Resolves when all is answered. */
  async pause(): Promise<void> {
    clearInterval(this.timer);
    await Promise.all(this.underWay);
  }

  /** @returns what became of the sessions that are lost: they cannot make one more call */
  async stop(): Promise<string[]> {
    await this.pause();
    const last = await Promise.all(this.sessions.map((session) => this.call('last', session)));
    return last.flatMap((failure) => failure?.error ?? []);
  }

  private begin(): void {
    const turn = this.calls++;
    const session = turn % 2 === 0 ? undefined : this.sessions[(turn >> 1) % SESSIONS];
    const call = this.call(`call ${turn} `.padEnd(this.characters, '.'), session).then(
      (failure) => {
        this.underWay.delete(call);
        if (failure !== undefined) this.failures.push(failure);
      },
    );
    this.underWay.add(call);
  }

  private async call(text: string, session?: string): Promise<SteadyFailure | undefined> {
    const stateless = session === undefined;
    const params = {
      name: 'echo_after_turns',
      arguments: { text, turns: TURNS },
      // Asked for progress, it streams its answer.
      ...(this.characters > 0 && { _meta: { progressToken: 1 } }),
    };
    const request = stateless
      ? modernRequest(1, 'tools/call', params)
      : legacyRequest(session, 1, 'tools/call', params);
    try {
      const reply = await post(this.url, request);
      const { error, ...message } = answerOf(reply);
      if (wordsOf(message) === text.trim()) return undefined;
      throw Object.assign(new Error(reply.text), error);
    } catch (error) {
      return { stateless, failure: failureOf(error), error: reasonOf(error) };
    }
  }
}

/** What `fetch` throws has the reason as its cause. */
function reasonOf(error: unknown): string {
  const { cause } = error as Error;
  return [error, cause].filter(Boolean).map(String).join(': ').slice(0, 300);
}
