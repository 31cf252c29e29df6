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
import type { RequestResult } from './call-interceptor';
import type { McpRequest } from '../protocol/mcp-request';
import type { Methods } from './methods';
import type { RequestObserver } from './request-observer';

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
    private readonly observers: readonly RequestObserver[],
    /** The name of its server; undefined for the main one. */
    private readonly server?: string,
  ) {}

  /**
   * @returns the result as JSON
   * @throws {ProtocolError} never another error
   */
  async handle(request: McpRequest): Promise<EncodedResult> {
    const started = performance.now();
    const method = this.methods[request.client.era].get(request.method);
    try {
      if (method === undefined) throw new MethodNotFoundError(request.method);
      const answer = method(request);
      const result = answer instanceof Promise ? await answer : answer;
      this.observe(request, started, result);
      return result.json;
    } catch (thrown) {
      const error = this.asProtocolError(thrown, request);
      this.observe(request, started, { outcome: error.outcome, json: '', cause: error });
      throw inEra(error, request.client.era);
    }
  }

  /** The param of an extension's method that the header `Mcp-Name` repeats. */
  namedBy(method: string): string | undefined {
    return this.methods.modern.get(method)?.namedBy;
  }

  private observe(request: McpRequest, started: number, { outcome, cause }: RequestResult): void {
    if (this.observers.length === 0) return;
    const { era } = request.client;
    const known = this.methods[era].has(request.method);
    const fault = cause instanceof InternalError ? cause : undefined;
    const observed = {
      method: known ? request.method : 'unknown',
      server: this.server,
      era,
      outcome,
      detail: cause instanceof ProtocolError ? cause.detail : undefined,
      durationMs: performance.now() - started,
      feature: this.featureName(request),
      cause: fault?.cause,
      reference: fault?.reference,
      request,
    };
    for (const observer of this.observers) observer.observe(observed);
  }

  /** Only names of the catalog: a name that a client invents must not become a metric label. */
  private featureName(request: McpRequest): string | undefined {
    const feature = this.featureOf(request);
    return feature && qualifiedNameOf(feature);
  }

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
