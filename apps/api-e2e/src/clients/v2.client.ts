import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import { CAPABILITIES, fillForm, ROOTS, SAMPLED } from './answers';
import type {
  Arguments,
  CallOptions,
  Era,
  Fetch,
  LiveClient,
  ToolAnswer,
} from './client.interface';
import { firstText, toAnswer } from './result-text';
import { ReceivedMessages } from '../protocol-schema/received-messages';
import type { StdioCommand } from './stdio-command';

const MODERN = '2026-07-28';
const LOG_LEVEL = 'io.modelcontextprotocol/logLevel';

/** The second generation's client, which speaks both eras; here each one is held to its own. */
export class V2Client implements LiveClient {
  readonly notices: string[] = [];
  readonly logs: unknown[] = [];
  private readonly client: Client;
  private readonly received: ReceivedMessages;
  private endListening?: () => Promise<void>;

  static async overHttp(url: URL, era: Era, fetch?: Fetch): Promise<V2Client> {
    const transport = new StreamableHTTPClientTransport(url, { fetch });
    const client = new V2Client(era, () => transport.terminateSession());
    await client.connect(transport);
    return client;
  }

  static async overStdio(command: StdioCommand, era: Era): Promise<V2Client> {
    const client = new V2Client(era);
    await client.connect(new StdioClientTransport({ ...command, stderr: 'ignore' }));
    return client;
  }

  private constructor(
    private readonly era: Era,
    private readonly endSession?: () => Promise<void>,
  ) {
    this.client = new Client(
      { name: 'e2e-v2', version: '1.0.0' },
      {
        capabilities: CAPABILITIES,
        versionNegotiation: { mode: era === 'modern' ? { pin: MODERN } : 'legacy' },
      },
    );
    this.received = new ReceivedMessages(era === 'modern' ? MODERN : '2025-11-25');
    this.answerRequests();
    this.keepNotifications();
  }

  async toolNames(): Promise<string[]> {
    const { tools } = await this.client.listTools();
    return tools.map(({ name }) => name);
  }

  async callTool(
    name: string,
    args: Arguments = {},
    options: CallOptions = {},
  ): Promise<ToolAnswer> {
    const { signal, onProgress } = options;
    const params = { name, arguments: args, ...this.logged() };
    const onprogress =
      onProgress &&
      ((step: { progress: number; total?: number }) => onProgress(step.progress, step.total));
    return toAnswer(await this.client.callTool(params, { signal, onprogress }));
  }

  async readResource(uri: string): Promise<string> {
    return firstText(await this.client.readResource({ uri }));
  }

  async getPrompt(name: string, args: Record<string, string>): Promise<string> {
    return firstText(await this.client.getPrompt({ name, arguments: args }));
  }

  async complete(prompt: string, argument: string, typed: string): Promise<string[]> {
    const { completion } = await this.client.complete({
      ref: { type: 'ref/prompt', name: prompt },
      argument: { name: argument, value: typed },
    });
    return completion.values;
  }

  async watch(uri: string): Promise<void> {
    if (this.era === 'legacy') {
      await this.client.setLoggingLevel('info');
      await this.client.subscribeResource({ uri });
      return;
    }
    const subscription = await this.client.listen({
      toolsListChanged: true,
      promptsListChanged: true,
      resourcesListChanged: true,
      resourceSubscriptions: [uri],
    });
    this.endListening = () => subscription.close();
  }

  async close(): Promise<void> {
    await this.endListening?.();
    await this.endSession?.();
    await this.client.close();
    this.received.assertValid();
  }

  private async connect(transport: Parameters<Client['connect']>[0]): Promise<void> {
    this.received.listenTo(transport);
    await this.client.connect(transport);
  }

  /** A modern request says by itself how much it wants to be told; a legacy session said so before. */
  private logged() {
    return this.era === 'modern' ? { _meta: { [LOG_LEVEL]: 'info' } } : {};
  }

  private answerRequests(): void {
    this.client.setRequestHandler('elicitation/create', ({ params }) => {
      if (params.mode === 'url') return { action: 'accept' };
      return { action: 'accept', content: fillForm(params.requestedSchema) };
    });
    this.client.setRequestHandler('sampling/createMessage', () => SAMPLED);
    this.client.setRequestHandler('roots/list', () => ROOTS);
  }

  private keepNotifications(): void {
    this.client.setNotificationHandler('notifications/message', ({ params }) => {
      this.logs.push(params.data);
    });
    this.client.setNotificationHandler('notifications/resources/updated', ({ method, params }) => {
      this.notices.push(`${method} ${params.uri}`);
    });
    for (const method of [
      'notifications/tools/list_changed',
      'notifications/prompts/list_changed',
      'notifications/resources/list_changed',
    ] as const) {
      this.client.setNotificationHandler(method, () => {
        this.notices.push(method);
      });
    }
  }
}
