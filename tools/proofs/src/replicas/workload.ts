import { setTimeout as pause } from 'node:timers/promises';
import { type Fetch, type LiveClient, V1Client, V2Client } from '@repo/api-e2e';
import { CallTrace, tracedFetch } from './call-trace';
import { failureOf, type Failure } from './failure';

/** A call and how it ended. */
export interface Outcome {
  /** What its requests carry; see `Passages`. */
  readonly call: string;
  readonly client: string;
  readonly what: string;
  /** None: it ended as it should. */
  readonly failure?: Failure;
  readonly error?: string;
}

/** The requests of one call, its answers to questions among them. */
type Send = (client: LiveClient, trace: CallTrace) => Promise<void>;

type Kind = 'v1 legacy' | 'v2 legacy' | 'v2 modern';
const KINDS: readonly Kind[] = ['v1 legacy', 'v2 legacy', 'v2 modern'];
const WATCHED = 'test://watched-resource';

/** Clients that call, answer questions, watch progress and cancel, until they are told to stop. */
export class Workload {
  readonly outcomes: Outcome[] = [];
  private stopped = false;
  private readonly clients: { kind: Kind; name: string; client: LiveClient }[] = [];
  private running: Promise<unknown> = Promise.resolve();

  /** @param fetch how the requests of clients are sent */
  constructor(
    private readonly url: URL,
    private readonly fetch: Fetch = tracedFetch,
    private readonly pauseMs = 100,
  ) {}

  async start(count: number): Promise<void> {
    for (let index = 0; index < count; index += 1) {
      const kind = KINDS[index % KINDS.length] as Kind;
      const client = await this.connect(kind);
      await client.watch(WATCHED);
      this.clients.push({ kind, name: `${kind} ${index}`, client });
    }
    this.running = Promise.all(this.clients.map(({ client, name }) => this.drive(client, name)));
  }

  /** @returns the clients whose session is lost: they cannot make one more call */
  async stop(): Promise<string[]> {
    this.stopped = true;
    await this.running;
    const lost = await Promise.all(
      this.clients.map(async ({ client, name }) => {
        const { error } = await this.attempt('last call', name, client, echo(name));
        await client.close().catch(() => undefined);
        return error === undefined ? [] : [`${name}: ${error}`];
      }),
    );
    return lost.flat();
  }

  /** Clients that were told of a change since they began to watch. */
  get told(): number {
    return this.clients.filter(({ client }) => client.notices.some((n) => n.includes(WATCHED)))
      .length;
  }

  private connect(kind: Kind): Promise<LiveClient> {
    if (kind === 'v1 legacy') return V1Client.overHttp(this.url, this.fetch);
    return V2Client.overHttp(this.url, kind === 'v2 modern' ? 'modern' : 'legacy', this.fetch);
  }

  private async drive(client: LiveClient, name: string): Promise<void> {
    const works: [string, Send][] = [
      ['progress', echo(name)],
      ['elicitation', answered('test_elicitation', { message: name }, 'accept')],
      ['sampling', answered('test_sampling', { prompt: name }, 'sampled text')],
      ['cancellation', cancelled(name)],
      ['change', answered('touch_watched_resource', {}, 'Version')],
    ];
    for (let turn = 0; !this.stopped; turn += 1) {
      const [what, send] = works[turn % works.length] as (typeof works)[number];
      this.outcomes.push(await this.attempt(what, name, client, send));
      await pause(this.pauseMs);
    }
  }

  private async attempt(
    what: string,
    name: string,
    client: LiveClient,
    send: Send,
  ): Promise<Outcome> {
    const trace = new CallTrace();
    const made = { call: trace.id, client: name, what };
    return trace
      .run(() => send(client, trace))
      .then(
        () => made,
        (reason: Error) => {
          const error = trace.end ?? reason;
          return { ...made, failure: failureOf(error), error: error.message.slice(0, 200) };
        },
      );
  }
}

function echo(text: string): Send {
  return answered('echo_after_turns', { text, turns: 3 }, text, () => undefined);
}

function answered(
  tool: string,
  args: Record<string, unknown>,
  expected: string,
  onProgress?: () => void,
): Send {
  return async (client, { signal }) => {
    const { text } = await client.callTool(tool, args, { onProgress, signal });
    if (!text.includes(expected)) throw new Error(`${tool} answered ${text}`);
  };
}

function cancelled(name: string): Send {
  return async (client, trace) => {
    const enough = AbortSignal.timeout(100);
    const signal = AbortSignal.any([enough, trace.signal]);
    const key = `${name} ${performance.now()}`;
    const options = { signal, onProgress: () => undefined };
    await client.callTool('wait_for_abort', { key }, options).then(
      () => {
        throw new Error('a cancelled call was answered');
      },
      (error: Error) => {
        if (!enough.aborted) throw error;
      },
    );
  };
}
