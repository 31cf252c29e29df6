import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import {
  CreateMessageRequestSchema,
  ElicitRequestSchema,
  ListRootsRequestSchema,
  LoggingMessageNotificationSchema,
  PromptListChangedNotificationSchema,
  ResourceListChangedNotificationSchema,
  ResourceUpdatedNotificationSchema,
  ToolListChangedNotificationSchema,
} from '@modelcontextprotocol/sdk/types.js';
import { CAPABILITIES, fillForm, ROOTS, SAMPLED } from './answers';
import type { Arguments, CallOptions, Fetch, LiveClient, ToolAnswer } from './client.interface';
import { firstText, toAnswer } from './result-text';
import { ReceivedMessages } from '../protocol-schema/received-messages';
import type { StdioCommand } from './stdio-command';

/** The first generation's client: it speaks 2025-11-25 and older. */
export class V1Client implements LiveClient {
  readonly notices: string[] = [];
  readonly logs: unknown[] = [];
  private readonly client = new Client(
    { name: 'e2e-v1', version: '1.0.0' },
    { capabilities: CAPABILITIES },
  );
  private readonly received = new ReceivedMessages('2025-11-25');

  static async overHttp(url: URL, fetch?: Fetch): Promise<V1Client> {
    const transport = new StreamableHTTPClientTransport(url, { fetch });
    const client = new V1Client(() => transport.terminateSession());
    await client.connect(transport);
    return client;
  }

  static async overStdio(command: StdioCommand): Promise<V1Client> {
    const client = new V1Client();
    await client.connect(new StdioClientTransport({ ...command, stderr: 'ignore' }));
    return client;
  }

  private constructor(private readonly endSession?: () => Promise<void>) {
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
    return toAnswer(
      await this.client.callTool({ name, arguments: args }, undefined, {
        signal,
        onprogress: onProgress && ((step) => onProgress(step.progress, step.total)),
      }),
    );
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
    await this.client.setLoggingLevel('info');
    await this.client.subscribeResource({ uri });
  }

  async close(): Promise<void> {
    await this.endSession?.();
    await this.client.close();
    this.received.assertValid();
  }

  private async connect(transport: Parameters<Client['connect']>[0]): Promise<void> {
    this.received.listenTo(transport);
    await this.client.connect(transport);
  }

  private answerRequests(): void {
    this.client.setRequestHandler(ElicitRequestSchema, ({ params }) => {
      if (params.mode === 'url') return { action: 'accept' };
      return { action: 'accept', content: fillForm(params.requestedSchema) };
    });
    this.client.setRequestHandler(CreateMessageRequestSchema, () => SAMPLED);
    this.client.setRequestHandler(ListRootsRequestSchema, () => ROOTS);
  }

  private keepNotifications(): void {
    this.client.setNotificationHandler(LoggingMessageNotificationSchema, ({ params }) => {
      this.logs.push(params.data);
    });
    this.client.setNotificationHandler(ResourceUpdatedNotificationSchema, ({ method, params }) => {
      this.notices.push(`${method} ${params.uri}`);
    });
    for (const schema of [
      ToolListChangedNotificationSchema,
      PromptListChangedNotificationSchema,
      ResourceListChangedNotificationSchema,
    ]) {
      this.client.setNotificationHandler(schema, ({ method }) => {
        this.notices.push(method);
      });
    }
  }
}
