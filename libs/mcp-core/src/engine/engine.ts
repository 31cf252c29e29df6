import { randomUUID } from 'node:crypto';
import { performance } from 'node:perf_hooks';
import { Logger } from '@nestjs/common';
import type { EncodedResult } from '../protocol/json-rpc';
import { quote, stackOf } from '@repo/foundation';
import {
  ErrorCode,
  InternalError,
  MethodNotFoundError,
  ProtocolError,
  ResourceNotFoundError,
} from '../protocol/protocol.error';
import type { Era } from '../protocol/revision';
import type { Catalog } from '../catalog/catalog';
import { qualifiedNameOf, type Feature } from '../features/feature';
import type { AddedSubscription } from './added-subscriptions';
import type { RequestResult } from './call-interceptor';
import type { McpRequest } from '../protocol/mcp-request';
import type { Methods } from './methods';
import type { RequestObserver } from './request-observer';
import type { RequestScope, StartedRequest } from './request-scope';

/** What metrics, spans and logs call a run of a task: no request of a client. */
const TASK_RUN = 'tasks/run';

/**
 * Answers requests of both eras. It knows neither bytes nor connections: transports pass it one
 * `McpRequest` at a time and send the encoded result. All work that depends on the catalog's size is
 * done at start.
 */
export class Engine {
  private readonly logger = new Logger('McpEngine');

  constructor(
    private readonly methods: Record<Era, Methods>,
    readonly catalog: Catalog,
    /** What extensions add to `subscriptions/listen`. */
    readonly subscriptions: readonly AddedSubscription[],
    private readonly observers: readonly RequestObserver[],
    private readonly scope: RequestScope | undefined,
    /** The name of its server; undefined for the main one. */
    private readonly server?: string,
  ) {}

  /**
   * @returns the result as JSON
   * @throws {ProtocolError} never another error
   */
  handle(request: McpRequest): Promise<EncodedResult> {
    const known = this.methods[request.client.era].has(request.method);
    const method = request.task ? TASK_RUN : known ? request.method : 'unknown';
    const started = { method, feature: this.featureOf(request), request };
    if (this.scope === undefined) return this.answer(started);
    return this.scope.run(started, () => this.answer(started));
  }

  /** The param of an extension's method that the header `Mcp-Name` repeats. */
  namedBy(method: string): string | undefined {
    return this.methods.modern.get(method)?.namedBy;
  }

  private async answer(started: StartedRequest): Promise<EncodedResult> {
    const startedAt = performance.now();
    const { request } = started;
    const { era } = request.client;
    const method = this.methods[era].get(request.method);
    try {
      if (method === undefined) throw new MethodNotFoundError(request.method);
      const answer = method(request);
      const result = answer instanceof Promise ? await answer : answer;
      if (request.task !== undefined) request.task.outcome = result.outcome;
      this.observe(started, startedAt, result);
      return result.json;
    } catch (thrown) {
      const error = this.asProtocolError(thrown, request);
      const sent = inEra(error, era);
      const { outcome } = error;
      if (request.task !== undefined) request.task.outcome = outcome;
      this.observe(started, startedAt, { outcome, json: '', cause: error }, sent);
      throw sent;
    }
  }

  private observe(
    { method, feature, request }: StartedRequest,
    startedAt: number,
    { outcome, cause }: RequestResult,
    error?: ProtocolError,
  ): void {
    if (this.observers.length === 0) return;
    const fault = cause instanceof InternalError ? cause : undefined;
    const observed = {
      method,
      server: this.server,
      era: request.client.era,
      outcome,
      error,
      detail: cause instanceof ProtocolError ? cause.detail : undefined,
      durationMs: performance.now() - startedAt,
      feature: feature && qualifiedNameOf(feature),
      cause: fault?.cause,
      reference: fault?.reference,
      request,
    };
    for (const observer of this.observers) observer.observe(observed);
  }

  /** Of the catalog: a name that a client invents must not become a metric label. */
  private featureOf({ method, params: { name, uri } }: McpRequest): Feature | undefined {
    switch (method) {
      case 'tools/call':
        return this.catalog.tools.get(name as string);
      case 'prompts/get':
        return this.catalog.prompts.get(name as string);
      case 'resources/read':
        return typeof uri === 'string' ? this.catalog.resource(uri)?.resource : undefined;
      default:
        return undefined;
    }
  }

  private asProtocolError(thrown: unknown, { method }: McpRequest): ProtocolError {
    if (thrown instanceof ProtocolError) return thrown;
    const reference = randomUUID();
    const stack = stackOf(thrown);
    this.logger.error(`${quote(method)} failed, reference ${reference}`, stack);
    return new InternalError(reference, thrown);
  }
}

/** Before 2026-07-28 a missing resource had a code of its own. */
function inEra(error: ProtocolError, era: Era): ProtocolError {
  const isMissing =
    error instanceof ResourceNotFoundError || error.code === ErrorCode.resourceNotFound;
  const code = era === 'modern' ? ErrorCode.invalidParams : ErrorCode.resourceNotFound;
  if (!isMissing || error.code === code) return error;
  const { message, data, outcome } = error;
  return new ProtocolError(code, message, { data, outcome });
}
