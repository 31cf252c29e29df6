import { until } from '@repo/foundation/testing';
import type { TestApi } from '../../testing/api.fixture';
import { CALL_HEADERS, modernMessage } from '../../testing/call-message';

export const TASKS = { extensions: { 'io.modelcontextprotocol/tasks': {} } };

type Json = Record<string, unknown>;

export interface Answer {
  readonly result?: Json & { taskId?: string; status?: string };
  readonly error?: { readonly code: number; readonly message: string; readonly data?: unknown };
}

interface Options {
  readonly capabilities?: object;
  readonly headers?: Record<string, string>;
}

/** A caller of the modern era, with tasks unless it says otherwise. */
export class TaskClient {
  constructor(
    private readonly api: TestApi,
    private readonly subject = 'anna',
    private readonly scopes: readonly string[] = [],
  ) {}

  /** The bytes of the answer, and its status. */
  async raw(
    method: string,
    params: Json,
    { capabilities = TASKS, headers = {} }: Options = {},
  ): Promise<{ status: number; body: string }> {
    const answer = await this.send(method, params, capabilities, headers);
    return { status: answer.status, body: await answer.text() };
  }

  async ask(method: string, params: Json, options?: Options) {
    return JSON.parse((await this.raw(method, params, options)).body) as Answer;
  }

  /** @returns the id of the task */
  async start(name: string, input: Json = {}): Promise<string> {
    const { result, error } = await this.ask('tools/call', { name, arguments: input });
    if (result?.taskId === undefined)
      throw new Error(`No task: ${JSON.stringify(error ?? result)}`);
    return result.taskId;
  }

  async get(taskId: string): Promise<Answer> {
    return this.ask('tasks/get', { taskId });
  }

  /** Waits until the task has this status. */
  async until(taskId: string, status: string): Promise<Answer> {
    let found: Answer = {};
    await until(async () => {
      found = await this.get(taskId);
      return found.result?.status === status;
    });
    return found;
  }

  /** The messages of a subscription, as they come. */
  async *listen(taskIds: unknown, capabilities: object = TASKS): AsyncGenerator<Message, void> {
    const leave = new AbortController();
    const answer = await this.send(
      'subscriptions/listen',
      { notifications: { taskIds } },
      capabilities,
      {},
      leave.signal,
    );
    try {
      let text = '';
      for await (const chunk of answer.body!.pipeThrough(new TextDecoderStream())) {
        text += chunk;
        for (let end = text.indexOf('\n\n'); end >= 0; end = text.indexOf('\n\n')) {
          const data = /^data: (.*)$/m.exec(text.slice(0, end))?.[1];
          text = text.slice(end + 2);
          if (data !== undefined) yield JSON.parse(data) as Message;
        }
      }
      if (text.startsWith('{')) yield JSON.parse(text) as Message;
    } finally {
      leave.abort();
    }
  }

  private send(
    method: string,
    params: Json,
    capabilities: object,
    headers: Record<string, string>,
    signal?: AbortSignal,
  ): Promise<Response> {
    const { subject, scopes } = this;
    const token = this.api.sign({ clientId: 'test', subject, scopes, lifetime: 900 });
    const name = params['name'] ?? params['taskId'];
    return this.api.fetch('/mcp', {
      method: 'POST',
      headers: {
        ...CALL_HEADERS,
        authorization: `Bearer ${token}`,
        'mcp-method': method,
        ...(typeof name === 'string' && { 'mcp-name': name }),
        ...headers,
      },
      body: JSON.stringify(modernMessage(method, params, capabilities)),
      signal,
    });
  }
}

export interface Message extends Answer {
  readonly method?: string;
  readonly params: Json & { taskId?: string; status?: string; notifications?: Json };
}
