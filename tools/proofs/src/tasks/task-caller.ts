import { setTimeout as pause } from 'node:timers/promises';
import { modernRequest } from '@repo/api-e2e';

/** What a client is told of a task. */
export interface ToldTask {
  readonly taskId: string;
  readonly status: string;
  readonly pollIntervalMs: number;
  readonly result?: { readonly content: readonly { readonly text: string }[] };
  readonly inputRequests?: Readonly<Record<string, unknown>>;
}

/** The server refused. */
class RefusedCallError extends Error {}

const _meta = {
  'io.modelcontextprotocol/clientCapabilities': {
    elicitation: { form: {} },
    extensions: { 'io.modelcontextprotocol/tasks': {} },
  },
};

/** Milliseconds until a request is made again whose server went away. */
const AGAIN_MS = 100;

/** A client with tasks, of one principal. It repeats what was not answered, as clients do. */
export class TaskCaller {
  /** Requests that were not answered. */
  repeated = 0;

  constructor(
    private readonly url: URL,
    private readonly token: string,
  ) {}

  /** Where the answer got lost, it is called again, and the task of before runs for nobody. */
  start(name: string, input: object = {}): Promise<ToldTask> {
    return this.ask('tools/call', { name, arguments: input });
  }

  get(taskId: string): Promise<ToldTask> {
    return this.ask('tasks/get', { taskId });
  }

  answer(taskId: string, inputResponses: object): Promise<unknown> {
    return this.ask('tasks/update', { taskId, inputResponses });
  }

  cancel(taskId: string): Promise<unknown> {
    return this.ask('tasks/cancel', { taskId });
  }

  /** Asks as often as the server says, until it is in another status. */
  async ended(taskId: string, mostMs = Infinity): Promise<ToldTask> {
    for (;;) {
      const told = await this.get(taskId);
      if (told.status !== 'working') return told;
      await pause(Math.min(told.pollIntervalMs, mostMs));
    }
  }

  /** @throws {RefusedCallError} */
  private async ask<T>(method: string, params: Record<string, unknown>): Promise<T> {
    const { headers, body } = modernRequest(1, method, { ...params, _meta });
    const named = { ...headers, 'mcp-name': String(params['name'] ?? params['taskId']) };
    const authorization = `Bearer ${this.token}`;
    const init = {
      method: 'POST',
      headers: { ...named, authorization },
      body: JSON.stringify(body),
    };
    for (;;) {
      const answer = await fetch(this.url, init).then(
        async (response) => ({ status: response.status, text: await response.text() }),
        () => undefined,
      );
      if (answer !== undefined && answer.status < 500) return resultOf(answer.text) as T;
      this.repeated += 1;
      await pause(AGAIN_MS);
    }
  }
}

function resultOf(text: string): unknown {
  const { result, error } = JSON.parse(text) as { result?: unknown; error?: { message: string } };
  if (error !== undefined) throw new RefusedCallError(error.message);
  return result;
}
