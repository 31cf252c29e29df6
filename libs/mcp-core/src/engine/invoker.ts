import type { CallToolResult } from '@modelcontextprotocol/server';
import type {
  CacheHint,
  Call,
  Feature,
  PromptFeature,
  ResourceFeature,
  ToolFeature,
} from '../features/feature';
import type { InputRequests } from '../features/input-request';
import type { Validation } from '../features/schema';
import {
  InternalError,
  ProtocolError,
  ResourceNotFoundError,
  ResultTooLargeError,
  type Outcome,
} from '../protocol/protocol.error';
import { asProtocolError, CallErrors, InvalidArgumentsError, isForTheModel } from './call-errors';
import type { CallResult } from './call-interceptor';
import { Deadline } from './deadline';
import { returnedPromise } from './returned-promise';
import { RoundTripInput, SessionInput } from './input-source';
import type { CredentialSource } from '../features/credential-source';
import { masked, maskedJson } from '../features/masked';
import { toPromptResult } from '../features/prompt-result';
import type { RequestStates } from './request-state';
import type { CheckedCall } from '../extensions/extension';
import { toResourceResult } from '../features/resource-result';
import type { ResultEncoder } from './result-encoder';
import { ToolContext } from '../features/tool-context';
import { ToolError } from '../features/tool.error';
import { inEra, toolFailure, toStructuredResult, toToolResult } from '../features/tool-result';

export interface InvokerLimits {
  /** Milliseconds a method may take, where its feature sets no other time. */
  readonly toolTimeoutMs: number;
  /** Bytes of an encoded result. */
  readonly maxResultBytes: number;
  /** Names of the request headers that methods see. */
  readonly contextHeaders: readonly string[];
}

/** A call that may become a task, with what the client answered; or what it is answered instead. */
export type PreparedCall =
  | (CheckedCall & { readonly result?: undefined })
  | { readonly answers?: undefined; readonly result: CallResult };

/**
 * Runs a call: validated input → your method → validated output → encoded result. What is there at
 * once is not awaited: each promise costs a call more than most of its steps.
 */
export class Invoker {
  private readonly errors = new CallErrors();

  constructor(
    private readonly encoder: ResultEncoder,
    private readonly states: RequestStates,
    private readonly limits: InvokerLimits,
    private readonly credentials?: CredentialSource,
  ) {}

  /**
   * @param ended called once, however it ends
   * @throws {ProtocolError} what is sent to the client as a JSON-RPC error
   */
  async invoke(call: Call, ended: () => void): Promise<CallResult> {
    try {
      return await this.run(call);
    } catch (error) {
      return this.failed(call, error);
    } finally {
      ended();
    }
  }

  /**
   * Sees to all that has to be right before a call may become a task: its arguments fit, and what the
   * client is asked first is answered.
   *
   * @returns the arguments, and what the client answered; or what it gets in place of a task
   * @throws {ProtocolError}
   */
  async prepare(call: Call): Promise<PreparedCall> {
    const { feature } = call;
    const task = feature.kind === 'tool' ? feature.task : undefined;
    try {
      const input = inputOf(await checkedInput(call), feature);
      // Clients of the legacy era are asked while the task runs.
      if (task?.askFirst === undefined || call.client.era === 'legacy')
        return { input, answers: {} };
      const answers = this.states.read(call.request);
      const source = new RoundTripInput(call.request, answers);
      const questions = task.askFirst(input);
      try {
        await source.request(questions);
      } catch (error) {
        if (source.asked === undefined) throw error;
        return { result: this.askForInput(call, source.asked) };
      }
      const asked = Object.entries(answers).filter(([key]) => Object.hasOwn(questions, key));
      return { input, answers: Object.fromEntries(asked) };
    } catch (error) {
      return { result: this.failed(call, error) };
    }
  }

  /** @throws {ProtocolError} where it is none that a tool reports in its result */
  private failed(call: Call, error: unknown): CallResult {
    const known = this.errors.known(error, call);
    if (isForTheModel(known, call)) return this.toolFailed(call, known);
    throw withoutCredentials(call, known instanceof ToolError ? asProtocolError(known) : known);
  }

  private async run(call: Call): Promise<CallResult> {
    const { feature, request } = call;
    const checked = checkedInput(call);
    const input = inputOf(checked instanceof Promise ? await checked : checked, feature);
    const deadline = new Deadline(request.channel.cancellation, this.timeoutOf(call));
    const source = this.inputOf(call, deadline);
    const context = new ToolContext(request, source, this.limits.contextHeaders, this.credentials);
    let value: unknown;
    try {
      const returned = feature.handler(input, context);
      const promise = returnedPromise(returned, request.channel.cancellation);
      value = promise === undefined ? returned : await deadline.bound(promise);
    } catch (error) {
      if (source.asked === undefined || request.channel.cancellation.reason) throw error;
    } finally {
      context.end();
    }
    // Whatever came back: a `catch` of the method or an exception filter may have made it.
    if (source.asked !== undefined) return this.askForInput(call, source.asked);
    switch (feature.kind) {
      case 'tool':
        return this.toolEnded(call, feature, value);
      case 'resource':
        return this.resourceEnded(call, feature, value);
      case 'prompt':
        return this.promptEnded(call, feature, value);
    }
  }

  private inputOf({ request, client }: Call, deadline: Deadline): RoundTripInput | SessionInput {
    if (request.task !== undefined) return new RoundTripInput(request, request.task.answers);
    return client.era === 'modern'
      ? new RoundTripInput(request, this.states.read(request))
      : new SessionInput(request, deadline);
  }

  private timeoutOf({ feature, request }: Call): number {
    if (request.task !== undefined) return request.task.timeoutMs;
    return (feature.kind === 'tool' ? feature.timeoutMs : undefined) ?? this.limits.toolTimeoutMs;
  }

  private toolEnded(
    call: Call,
    tool: ToolFeature,
    value: unknown,
  ): CallResult | Promise<CallResult> {
    if (tool.output === undefined) return this.toolResult(call, tool, toToolResult(value));
    const result = toStructuredResult(value, tool.output);
    return result instanceof Promise
      ? result.then((settled) => this.toolResult(call, tool, settled))
      : this.toolResult(call, tool, result);
  }

  private toolResult(call: Call, { output }: ToolFeature, result: CallToolResult): CallResult {
    const outcome = result.isError === true ? 'tool_error' : 'ok';
    return this.encoded(call, outcome, inEra(call.client.era, result, output?.json));
  }

  private resourceEnded(call: Call, resource: ResourceFeature, value: unknown): CallResult {
    const uri = String(call.params['uri']);
    const result = toResourceResult(value, uri, resource);
    if (result === undefined) throw new ResourceNotFoundError(uri);
    const cache = hasInput(call) ? NO_CACHE : resource.cache;
    return this.sized(call, 'ok', this.encoder.encode(call.client.era, result, cache));
  }

  private promptEnded(call: Call, prompt: PromptFeature, value: unknown): CallResult {
    return this.encoded(call, 'ok', toPromptResult(value, prompt.description));
  }

  private encoded(call: Call, outcome: Outcome, body: object): CallResult {
    return this.sized(call, outcome, this.encoder.encode(call.client.era, body));
  }

  private sized(call: Call, outcome: Outcome, encoded: string): CallResult {
    const json = maskedJson(call.request, encoded);
    // A string of n units has at least n bytes: most results are never measured exactly.
    const limit = this.limits.maxResultBytes;
    if (json.length * 3 > limit && Buffer.byteLength(json) > limit) {
      throw new ResultTooLargeError(call.feature.name, Buffer.byteLength(json), limit);
    }
    return { outcome, json };
  }

  private askForInput(call: Call, requests: InputRequests): CallResult {
    const { task } = call.request;
    const isLegacy = call.client.era === 'legacy';
    const inputRequests = Object.fromEntries(
      Object.entries(requests).map(([key, { method, params, legacyParams }]) => [
        key,
        { method, params: isLegacy ? { ...params, ...legacyParams } : params },
      ]),
    );
    if (task !== undefined) {
      task.asked = inputRequests;
      return { outcome: 'input_required', json: '{}' };
    }
    const answers = this.states.read(call.request);
    const requestState = this.states.write(call.request, answers);
    const body = { resultType: 'input_required', inputRequests, requestState };
    return this.encoded(call, 'input_required', body);
  }

  private toolFailed(call: Call, error: Error): CallResult {
    const outcome = error instanceof ProtocolError ? error.outcome : 'tool_error';
    const body = toolFailure(error.message);
    const cause = error instanceof InternalError ? error : undefined;
    const json = maskedJson(call.request, this.encoder.encode(call.client.era, body));
    return { outcome, json, cause };
  }
}

/** The same error; what it tells the client has no credential that the method was given. */
function withoutCredentials({ request }: Call, error: ProtocolError): ProtocolError {
  if (request.holdsCredential !== true) return error;
  const { message, data } = error;
  return Object.assign(error, masked(request, { message, data }));
}

/** What a person or a model was asked for this one call. */
const NO_CACHE: CacheHint = { ttlMs: 0, scope: 'private' };

/** Whether the client gave input in this round or an earlier one. */
function hasInput({ params }: Call): boolean {
  return params['inputResponses'] !== undefined || params['requestState'] !== undefined;
}

function checkedInput({ feature, input }: Call): Validation | Promise<Validation> {
  if (feature.kind === 'resource') return { ok: true, value: input };
  // Some clients send an argument to a tool that has none.
  return feature.input?.validate(input ?? {}) ?? { ok: true, value: {} };
}

function inputOf(checked: Validation, { name }: Feature): unknown {
  if (checked.ok) return checked.value;
  throw new InvalidArgumentsError(`Invalid arguments for ${name}: ${checked.problem}`);
}
