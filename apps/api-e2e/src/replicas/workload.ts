import { setTimeout as pause } from 'node:timers/promises';
import type { LiveClient } from '../clients/client.interface';
import { V1Client } from '../clients/v1.client';
import { V2Client } from '../clients/v2.client';

/** A call and how it ended. */
export interface Outcome {
  readonly client: string;
  readonly what: string;
  readonly startedAt: number;
  readonly endedAt: number;
  /** None: as it should be. */
  readonly error?: string;
}

type Kind = 'v1 legacy' | 'v2 legacy' | 'v2 modern';
const KINDS: readonly Kind[] = ['v1 legacy', 'v2 legacy', 'v2 modern'];
const WATCHED = 'test://watched-resource';

/** Clients that call, answer questions, watch progress and cancel, until they are told to stop. */
export class Workload {
  readonly outcomes: Outcome[] = [];
  private stopped = false;
  private readonly clients: { kind: Kind; name: string; client: LiveClient }[] = [];
  private running: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly url: URL,
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
        const outcome = await this.attempt('last call', name, () => echo(client, name));
        await client.close().catch(() => undefined);
        return outcome.error === undefined ? [] : [`${name}: ${outcome.error}`];
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
    if (kind === 'v1 legacy') return V1Client.overHttp(this.url);
    return V2Client.overHttp(this.url, kind === 'v2 modern' ? 'modern' : 'legacy');
  }

  private async drive(client: LiveClient, name: string): Promise<void> {
    const works: [string, () => Promise<void>][] = [
      ['progress', () => echo(client, name)],
      ['elicitation', () => answered(client, 'test_elicitation', { message: name }, 'accept')],
      ['sampling', () => answered(client, 'test_sampling', { prompt: name }, 'sampled text')],
      ['cancellation', () => cancelled(client, name)],
      ['change', () => answered(client, 'touch_watched_resource', {}, 'Version')],
    ];
    for (let turn = 0; !this.stopped; turn += 1) {
      const [what, work] = works[turn % works.length] as (typeof works)[number];
      const outcome = await this.attempt(what, name, work);
      this.outcomes.push(outcome);
      await pause(this.pauseMs);
    }
  }

  private async attempt(what: string, client: string, work: () => Promise<void>): Promise<Outcome> {
    const startedAt = performance.now();
    const error = await work().then(
      () => undefined,
      (reason: unknown) => String((reason as Error).message).slice(0, 200),
    );
    return { what, client, startedAt, endedAt: performance.now(), error };
  }
}

async function echo(client: LiveClient, text: string): Promise<void> {
  await answered(client, 'echo_after_turns', { text, turns: 3 }, text, () => undefined);
}

async function answered(
  client: LiveClient,
  tool: string,
  args: Record<string, unknown>,
  expected: string,
  onProgress?: () => void,
): Promise<void> {
  const { text } = await client.callTool(tool, args, { onProgress });
  if (!text.includes(expected)) throw new Error(`${tool} answered ${text}`);
}

async function cancelled(client: LiveClient, name: string): Promise<void> {
  const signal = AbortSignal.timeout(100);
  const key = `${name} ${performance.now()}`;
  await client.callTool('wait_for_abort', { key }, { signal, onProgress: () => undefined }).then(
    () => {
      throw new Error('a cancelled call was answered');
    },
    (error: Error) => {
      if (!signal.aborted) throw error;
    },
  );
}
