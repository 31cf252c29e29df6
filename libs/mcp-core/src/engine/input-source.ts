import { MissingClientCapabilityError } from '../protocol/protocol.error';
import type { Deadline } from './deadline';
import {
  missingCapabilities,
  type InputAnswers,
  type InputRequests,
} from '../features/input-request';
import type { McpRequest } from '../protocol/mcp-request';
import { INPUT_TIMEOUT_MS } from './request-state';
import { masked } from '../features/masked';
import type { InputSource } from '../features/tool-context';
import { ToolError } from '../features/tool.error';

/** Thrown through a method that needs input which a modern client has not sent yet. */
class InputRequired extends Error {
  constructor() {
    super('This call needs input. Let this error pass: the call is repeated with the answers.');
    this.name = 'InputRequired';
  }
}

/** Modern era: the answers come with the next round, which runs the method again. */
export class RoundTripInput implements InputSource {
  /** What the method has asked for and the client has not answered yet. */
  asked?: InputRequests;

  constructor(
    private readonly mcpRequest: McpRequest,
    private readonly answers: Readonly<Record<string, unknown>>,
  ) {}

  async request<R extends InputRequests>(requests: R): Promise<InputAnswers<R>> {
    const open = Object.entries(requests).filter(([key]) => !Object.hasOwn(this.answers, key));
    if (open.length > 0) {
      requireCapabilities(
        this.mcpRequest,
        open.map(([, request]) => request),
      );
      this.asked = { ...this.asked, ...Object.fromEntries(open) };
      throw new InputRequired();
    }
    return readAll(requests, (key) => this.answers[key]);
  }
}

/** Legacy era: the method waits for the client, and its time-out is paused meanwhile. */
export class SessionInput implements InputSource {
  /** Nothing: it is asked for and answered while the method waits. */
  readonly asked = undefined;

  constructor(
    private readonly mcpRequest: McpRequest,
    private readonly deadline: Deadline,
  ) {}

  async request<R extends InputRequests>(requests: R): Promise<InputAnswers<R>> {
    const { channel } = this.mcpRequest;
    const sendRequest = channel.sendRequest?.bind(channel);
    if (sendRequest === undefined) {
      throw new ToolError(
        'This needs input of the client, which cannot be asked without a session.',
      );
    }
    requireCapabilities(this.mcpRequest, Object.values(requests));
    const signal = AbortSignal.any([
      channel.cancellation.signal,
      AbortSignal.timeout(INPUT_TIMEOUT_MS),
    ]);
    this.deadline.pause();
    try {
      const answers = Object.fromEntries(
        await Promise.all(
          Object.entries(requests).map(
            async ([key, { method, params, legacyParams }]) =>
              [
                key,
                await sendRequest(
                  method,
                  masked(this.mcpRequest, { ...params, ...legacyParams }),
                  signal,
                ),
              ] as const,
          ),
        ),
      );
      return await readAll(requests, (key) => answers[key]);
    } finally {
      this.deadline.restart();
    }
  }
}

function requireCapabilities(request: McpRequest, requests: InputRequests[string][]): void {
  for (const { needs } of requests) {
    const missing = missingCapabilities(needs, request.client.capabilities);
    if (missing !== undefined) throw new MissingClientCapabilityError(missing);
  }
}

async function readAll<R extends InputRequests>(
  requests: R,
  answerOf: (key: string) => unknown,
): Promise<InputAnswers<R>> {
  const answers: [string, unknown][] = [];
  for (const [key, request] of Object.entries(requests)) {
    answers.push([key, await request.read(answerOf(key))]);
  }
  // Defines fields of its own, `__proto__` as well.
  return Object.fromEntries(answers) as InputAnswers<R>;
}
