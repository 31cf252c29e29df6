import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import {
  createTaskSessionFromClient,
  type RawClientDispatch,
  type SerializedTaskReference,
  type TaskEnabledSession,
  type ToolExecution,
} from '@modelcontextprotocol/ext-tasks/client';
import { CAPABILITIES, fillForm } from '../clients/answers';
import type { Arguments, Era } from '../clients/client.interface';
import { toAnswer } from '../clients/result-text';
import { JSON_OR_STREAM } from '../wire/envelope';
import type { TaskCaller, TaskEnd } from './task-caller.interface';

const MODERN = '2026-07-28';
const INFO = { name: 'e2e-ext-tasks', version: '1.0.0' };

/** Two connections of one host have one name. */
const ENDPOINT = 'e2e';

/** The second generation's client with the official package of the extension, which speaks both forms. */
export class ExtTasksCaller implements TaskCaller {
  static async connect(url: URL, era: Era): Promise<ExtTasksCaller> {
    const transport = new StreamableHTTPClientTransport(url, { fetch: fetchHere });
    const client = new Client(INFO, {
      capabilities: CAPABILITIES,
      versionNegotiation: { mode: era === 'modern' ? { pin: MODERN } : 'legacy' },
    });
    await client.connect(transport);
    const session = createTaskSessionFromClient(client as never, {
      endpointId: ENDPOINT,
      onInputRequest: (request) =>
        Promise.resolve({
          action: 'accept',
          content: fillForm(request.params?.['requestedSchema'] as object),
        } as never),
      rawDispatch: dispatchTo(url),
      v2RequestFraming: {
        ...{ protocolVersion: MODERN, clientInfo: INFO },
        clientCapabilities: CAPABILITIES,
      },
    });
    return new ExtTasksCaller(client, transport, session, era);
  }

  private constructor(
    private readonly client: Client,
    private readonly transport: StreamableHTTPClientTransport,
    private readonly session: TaskEnabledSession,
    private readonly era: Era,
  ) {}

  async call(name: string, args: Arguments = {}): Promise<TaskEnd> {
    return settled(await this.begin(name, args));
  }

  async start(name: string, args: Arguments = {}): Promise<string> {
    const execution = await this.begin(name, args);
    if (execution.kind !== 'task') throw new Error(`${name} is no task.`);
    const { taskId } = execution.handle;
    await execution.detach();
    return taskId;
  }

  async wait(taskId: string): Promise<TaskEnd> {
    const generation = this.era === 'modern' ? 'v2' : 'v1';
    const reference = { endpointId: ENDPOINT, generation, taskId, originalOperation: 'tools/call' };
    return settled(await this.session.resumeTask(reference as SerializedTaskReference));
  }

  cancel(taskId: string): Promise<void> {
    return this.session.cancelTask(taskId as never);
  }

  disconnect(): Promise<void> {
    return this.client.close();
  }

  /** Tasks of its own that are open are cancelled by that. */
  async close(): Promise<void> {
    await this.session.close();
    await this.transport.terminateSession();
    await this.client.close();
  }

  private begin(name: string, args: Arguments): Promise<ToolExecution<unknown>> {
    return this.session.callTool(name, args as never, { task: { preference: 'prefer' } });
  }
}

async function settled(execution: ToolExecution<unknown>): Promise<TaskEnd> {
  const { outcome } = await execution.settle();
  if (outcome.status !== 'completed') return { status: outcome.status };
  return { status: outcome.status, text: toAnswer(outcome.result as object).text };
}

/** The package takes plain objects alone, and to Jest those that `fetch` has made are none. */
async function fetchHere(...request: Parameters<typeof fetch>): Promise<Response> {
  const response = await fetch(...request);
  const json = async () => JSON.parse(await response.text()) as unknown;
  return Object.assign(response, { json });
}

/** The package leaves it to its host to send what the SDK's client does not know. */
function dispatchTo(url: URL): RawClientDispatch {
  let id = 0;
  return async (request, { signal } = {}) => {
    const { method, params } = request as { method: string; params: Record<string, unknown> };
    const name = params['name'] ?? params['taskId'];
    const answer = await fetchHere(url, {
      method: 'POST',
      headers: {
        ...JSON_OR_STREAM,
        ...{ accept: 'application/json', 'mcp-protocol-version': MODERN, 'mcp-method': method },
        ...(typeof name === 'string' && { 'mcp-name': name }),
      },
      body: JSON.stringify({ jsonrpc: '2.0', id: (id += 1), method, params }),
      signal: signal ?? null,
    });
    const { result, error } = (await answer.json()) as { result?: never; error?: never };
    return error === undefined
      ? { kind: 'result', result: result as never }
      : { kind: 'error', error };
  };
}
