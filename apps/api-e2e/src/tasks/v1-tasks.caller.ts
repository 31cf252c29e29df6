import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { CallToolResultSchema, ElicitRequestSchema } from '@modelcontextprotocol/sdk/types.js';
import { CAPABILITIES, fillForm } from '../clients/answers';
import type { Arguments } from '../clients/client.interface';
import { toAnswer } from '../clients/result-text';
import { ReceivedMessages } from '../protocol-schema/received-messages';
import type { TaskCaller, TaskEnd } from './task-caller.interface';

/** The first generation's client, by its experimental tasks of 2025-11-25. */
export class V1TasksCaller implements TaskCaller {
  private readonly client = new Client(
    { name: 'e2e-v1-tasks', version: '1.0.0' },
    { capabilities: CAPABILITIES },
  );
  private readonly received = new ReceivedMessages('2025-11-25');

  static async connect(url: URL): Promise<V1TasksCaller> {
    const caller = new V1TasksCaller(new StreamableHTTPClientTransport(url));
    await caller.open();
    return caller;
  }

  private constructor(private readonly transport: StreamableHTTPClientTransport) {
    this.client.setRequestHandler(ElicitRequestSchema, ({ params }) => ({
      action: 'accept',
      content: params.mode === 'url' ? {} : fillForm(params.requestedSchema),
    }));
  }

  async call(name: string, args: Arguments = {}): Promise<TaskEnd> {
    const stream = this.client.experimental.tasks.callToolStream(
      { name, arguments: args },
      CallToolResultSchema,
      { task: {} },
    );
    let status = '';
    for await (const message of stream) {
      if (message.type === 'taskStatus') ({ status } = message.task);
      else if (message.type === 'result') {
        return { status: 'completed', text: toAnswer(message.result).text };
      } else if (message.type === 'error' && status === '') throw message.error;
    }
    return { status };
  }

  async start(name: string, args: Arguments = {}): Promise<string> {
    const stream = this.client.experimental.tasks.callToolStream(
      { name, arguments: args },
      CallToolResultSchema,
      { task: {} },
    );
    for await (const message of stream) {
      if (message.type === 'taskCreated') return message.task.taskId;
    }
    throw new Error(`${name} is no task.`);
  }

  async wait(taskId: string): Promise<TaskEnd> {
    const { tasks } = this.client.experimental;
    const result = await tasks.getTaskResult(taskId, CallToolResultSchema).catch(() => undefined);
    const { status } = await tasks.getTask(taskId);
    return result === undefined ? { status } : { status, text: toAnswer(result).text };
  }

  async cancel(taskId: string): Promise<void> {
    await this.client.experimental.tasks.cancelTask(taskId);
  }

  disconnect(): Promise<void> {
    return this.client.close();
  }

  async close(): Promise<void> {
    await this.transport.terminateSession();
    await this.client.close();
    this.received.assertValid();
  }

  private async open(): Promise<void> {
    this.received.listenTo(this.transport);
    await this.client.connect(this.transport);
  }
}
