import { readFileSync } from 'node:fs';
import { until } from '@repo/foundation/testing';
import type { ProcessOrder, ProcessSize } from '@repo/scaling';
import { Spawned } from '../testing/spawned.fixture';

const REVISION = '2026-07-28';
const API_KEY = 'the-key-of-this-test';

const OWN_CONNECTION = { connection: 'close', 'x-api-key': API_KEY };

/** The api of a test as a process of its own, with its worker processes. */
export class ApiProcess {
  private constructor(
    readonly process: Spawned,
    readonly url: string,
  ) {}

  static async start(environment: Record<string, string>): Promise<ApiProcess> {
    const settings = {
      PORT: '0',
      API_KEY,
      RATE_LIMIT_REQUESTS: '1000000',
      // What is under way when a worker is to end takes its time on a busy machine.
      SHUTDOWN_GRACE: '90s',
    };
    const process = new Spawned('cluster/main.fixture.ts', [], { ...settings, ...environment });
    const [, url = ''] = await process.output(/listening on (http:\/\/[^ "]+)/);
    const api = new ApiProcess(process, url);
    await api.ready(Number(environment['WORKERS'] ?? 1));
    return api;
  }

  /** Waits until as many workers serve as are wanted, and as are asked for. */
  async ready(workers: number): Promise<void> {
    await this.until(async () => {
      // By a path that no limit counts.
      const health = (await (await this.get('/health')).json()) as Pick<ProcessSize, 'workers'>;
      const { desired, ready } = health.workers;
      return desired === ready && ready === workers;
    });
  }

  async size(): Promise<ProcessSize> {
    return (await this.get('/admin/scaling/process')).json() as Promise<ProcessSize>;
  }

  async order(order: ProcessOrder | object): Promise<Response> {
    return fetch(`${this.url}/admin/scaling/process`, {
      method: 'PUT',
      headers: { ...OWN_CONNECTION, 'content-type': 'application/json' },
      body: JSON.stringify(order),
    });
  }

  /** Over a connection of its own, so that each request may meet another worker. */
  get(path: string): Promise<Response> {
    return fetch(this.url + path, { headers: OWN_CONNECTION });
  }

  /** Calls a tool over a connection of its own. */
  async call(tool: string, input: object = {}, more: object = {}): Promise<CallResult> {
    const answer = await fetch(`${this.url}/mcp`, {
      method: 'POST',
      headers: {
        ...OWN_CONNECTION,
        'content-type': 'application/json',
        accept: 'application/json, text/event-stream',
        'mcp-protocol-version': REVISION,
        'mcp-method': 'tools/call',
        'mcp-name': tool,
      },
      body: JSON.stringify({
        jsonrpc: '2.0',
        id: 1,
        method: 'tools/call',
        params: {
          name: tool,
          arguments: input,
          ...more,
          _meta: {
            'io.modelcontextprotocol/protocolVersion': REVISION,
            'io.modelcontextprotocol/clientCapabilities': { elicitation: { form: {} } },
          },
        },
      }),
    });
    const text = await answer.text();
    // An answer that takes long comes as a stream.
    const [, event = text] = /^data: (\{.*)$/m.exec(text) ?? [];
    return (JSON.parse(event) as { result: CallResult }).result;
  }

  async text(tool: string, input: object = {}): Promise<string> {
    return (await this.call(tool, input)).content?.[0]?.text ?? '';
  }

  /** Calls one tool until it was answered in so many different ways; by pid, that is by workers. */
  async different(tool: string, count: number): Promise<readonly string[]> {
    const seen = new Set<string>();
    await this.until(async () => seen.add(await this.text(tool)).size >= count);
    return [...seen];
  }

  /** On `METRICS_PORT`, else as any other path. */
  get metricsUrl(): string {
    return /metrics on (http:[^"]+)/.exec(this.process.stdout)?.[1] ?? `${this.url}/metrics`;
  }

  /** The successful calls of all workers, as the metrics show them. */
  async countedCalls(): Promise<number> {
    return countedCalls(await this.metrics());
  }

  /** The process ids of the workers. */
  get workerPids(): readonly number[] {
    const { pid } = this.process;
    const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').match(/\d+/g) ?? [];
    return children.filter(isWorker).map(Number);
  }

  /** @throws with the end of what the process said, when the condition does not come true */
  async until(condition: () => Promise<boolean> | boolean): Promise<void> {
    await until(condition).catch((error: Error) => {
      throw new Error(`${error.message}\n${this.process.stdout.slice(-4_000)}`, { cause: error });
    });
  }

  /** The metrics, with the present ones of all workers: where all is slow, some may come too late. */
  async metrics(): Promise<string> {
    let text = '';
    await this.until(async () => {
      const answer = await fetch(this.metricsUrl, { headers: OWN_CONNECTION });
      text = await answer.text();
      return answer.ok && !/^api_workers_unanswered [1-9]/m.test(text);
    });
    return text;
  }

  /** The value of one metric, with its labels. */
  async metric(name: string): Promise<number> {
    const lines = (await this.metrics()).split('\n');
    const found = lines.find((line) => line.startsWith(`${name} `));
    return Number(found?.slice(name.length) ?? 0);
  }

  async stop(): Promise<number | null> {
    this.process.kill('SIGTERM');
    return this.process.ended;
  }
}

/** What is looked at of a result. */
export interface CallResult {
  readonly content?: readonly { readonly text: string }[];
  readonly requestState?: string;
}

/** The successful calls, in the text of the metrics. */
export function countedCalls(metrics: string): number {
  const lines = metrics.matchAll(
    /^mcp_requests_total\{method="tools\/call",status="ok".*\} (\d+)/gm,
  );
  return [...lines].reduce((sum, [, calls]) => sum + Number(calls), 0);
}

/** The keeper of the embedded database may be a child as well. */
function isWorker(pid: string): boolean {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('main.fixture');
  } catch {
    return false;
  }
}
