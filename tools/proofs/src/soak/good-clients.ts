import { ask, askUntilAnswered, textOf } from '../api-benchmark/measure/ask';
import { createCall, type Call } from '../api-benchmark/measure/call';
import { INITIALIZE } from '../api-benchmark/growth/legacy-sessions';
import type { ServerProcess } from '../api-benchmark/measure/server-process';

/** Below the limit of requests of a caller, whatever a pause really takes. */
const EVERY_MS = 1_000;

const TOOL = { name: 'process_data', arguments: { data: 'hello' } };

/** How the calls of some time went. */
export interface Service {
  /** Of each call, in milliseconds, ascending. */
  readonly latencies: readonly number[];
  readonly failures: readonly string[];
}

/** Clients that call a tool once a second each: every other one in a session, the rest stateless. */
export class GoodClients {
  private readonly latencies: number[] = [];
  private readonly failures: string[] = [];
  private readonly timers: NodeJS.Timeout[] = [];
  private readonly underWay = new Set<Promise<void>>();

  private constructor(
    private readonly url: string,
    private readonly calls: readonly Call[],
  ) {}

  /** @param tokens one of each client */
  static async connect(server: ServerProcess, tokens: readonly string[]): Promise<GoodClients> {
    const calls = await Promise.all(
      tokens.map(async (token, index) => {
        const authorization = `Bearer ${token}`;
        if (index % 2 === 0) return createCall('modern', 'tools/call', TOOL, { authorization });
        const headers = { ...INITIALIZE.headers, authorization };
        const opened = await askUntilAnswered(
          server.url,
          { ...INITIALIZE, headers },
          server.hasEnded,
        );
        const session = opened.headers.get('mcp-session-id');
        // Without Redis and with several processes there are none; here there is one process.
        if (session === null) throw new Error(`No session: ${opened.status} ${opened.text}`);
        return createCall('legacy', 'tools/call', TOOL, {
          authorization,
          'mcp-session-id': session,
        });
      }),
    );
    return new GoodClients(server.url, calls);
  }

  /** Lets them call until `stop`, spread over each second. */
  start(): void {
    this.calls.forEach((call, index) => {
      const delay = (index / this.calls.length) * EVERY_MS;
      const first = setTimeout(() => {
        this.timers.push(setInterval(() => this.begin(call), EVERY_MS));
      }, delay);
      this.timers.push(first);
    });
  }

  async stop(): Promise<void> {
    this.timers.splice(0).forEach((timer) => clearInterval(timer));
    await Promise.all(this.underWay);
  }

  /** How the calls went since this was asked last. */
  take(): Service {
    return {
      latencies: this.latencies.splice(0).sort((a, b) => a - b),
      failures: this.failures.splice(0),
    };
  }

  private begin(call: Call): void {
    const made = this.call(call).finally(() => this.underWay.delete(made));
    this.underWay.add(made);
  }

  private async call(call: Call): Promise<void> {
    const startedAt = performance.now();
    try {
      const answer = await ask(this.url, call);
      if (textOf(answer) !== 'Processed: hello') {
        this.failures.push(`${answer.status} ${answer.text.slice(0, 200)}`);
      }
    } catch (error) {
      const { message, cause } = error as Error;
      this.failures.push(`${message}: ${String(cause)}`);
    }
    this.latencies.push(performance.now() - startedAt);
  }
}
