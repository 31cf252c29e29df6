import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { z } from 'zod';
import type { TestApi } from '../../testing/api.fixture';

type Json = Record<string, unknown>;

/** A request of the server to its client. */
interface Asked {
  readonly message: string;
  readonly meta: unknown;
}

/** A caller of 2025-11-25, with a session where the server has those. */
export class LegacyClient {
  /** What it was asked, in order. */
  readonly asked: Asked[] = [];

  private constructor(
    private readonly client: Client,
    private readonly transport: StreamableHTTPClientTransport,
  ) {}

  /** @param subject the user of its token; undefined: none is sent */
  static async connect(
    api: TestApi,
    subject: string | undefined = 'anna',
    scopes: readonly string[] = [],
  ): Promise<LegacyClient> {
    const token = api.sign({ clientId: 'test', subject, scopes, lifetime: 900 });
    const headers = subject === '' ? undefined : { authorization: `Bearer ${token}` };
    const transport = new StreamableHTTPClientTransport(new URL('/mcp', api.url), {
      requestInit: headers && { headers },
    });
    const client = new Client(
      { name: 'test', version: '0' },
      {
        capabilities: { elicitation: { form: {} } },
        versionNegotiation: { mode: 'legacy' },
      },
    );
    const legacy = new LegacyClient(client, transport);
    client.setRequestHandler('elicitation/create', ({ params }) => {
      legacy.asked.push({ message: params.message, meta: params._meta });
      return { action: 'accept', content: { name: 'Anna' } };
    });
    await client.connect(transport);
    return legacy;
  }

  get capabilities() {
    return this.client.getServerCapabilities();
  }

  /** @throws {Error} with the `code` of the answer */
  ask(method: string, params: Json = {}, signal?: AbortSignal): Promise<Json> {
    return this.client.request({ method, params }, z.looseObject({}), { signal });
  }

  /** Calls a tool as a task. */
  async start(name: string, input: Json = {}, task: unknown = {}): Promise<LegacyTask> {
    const { task: started } = await this.ask('tools/call', { name, arguments: input, task });
    return started as LegacyTask;
  }

  /** Ends the session, and what waits in it. */
  async close(): Promise<void> {
    await this.transport.terminateSession();
    await this.client.close();
  }
}

export interface LegacyTask {
  readonly taskId: string;
  readonly status: string;
  readonly statusMessage?: string;
  readonly ttl: number;
}
