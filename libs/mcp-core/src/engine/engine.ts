import { randomUUID } from 'node:crypto';
import { performance } from 'node:perf_hooks';
import { Logger } from '@nestjs/common';
import type { Catalog } from '../catalog/catalog';
import type { Feature } from '../catalog/feature';
import { listen } from '../subscriptions/listen';
import type { ChangeBus } from '../subscriptions/change-bus';
import { isLogLevel, LOG_LEVELS } from '../protocol/log-level';
import {
  ErrorCode,
  InternalError,
  InvalidParamsError,
  MethodNotFoundError,
  ProtocolError,
  quote,
  ResourceNotFoundError,
} from '../protocol/protocol.error';
import {
  LATEST_LEGACY_REVISION,
  LEGACY_REVISIONS,
  MODERN_REVISIONS,
  type Era,
} from '../protocol/revision';
import { Call, type CallResult } from './call';
import type { CallChain } from './call-interceptor';
import { complete } from './completion';
import type { Lists } from './lists';
import type { McpRequest } from './mcp-request';
import type { RequestObserver } from './request-observer';
import type { ResultEncoder } from './result-encoder';
import { capabilitiesOf, type ServerDescription } from './server-description';

type MethodHandler = (request: McpRequest) => CallResult | Promise<CallResult>;

export interface EngineParts {
  readonly catalog: Catalog;
  readonly lists: Lists;
  readonly encoder: ResultEncoder;
  readonly description: ServerDescription;
  readonly calls: CallChain;
  readonly changes: ChangeBus;
  readonly observers: readonly RequestObserver[];
}

/**
 * Answers requests of both eras. It knows neither bytes nor connections: transports bring it one
 * `McpRequest` at a time and take the encoded result away. All that depends on the catalog's size
 * was done at start.
 */
export class Engine {
  private readonly logger = new Logger('McpEngine');
  private readonly methods: Record<Era, ReadonlyMap<string, MethodHandler>>;

  constructor(private readonly parts: EngineParts) {
    this.methods = { modern: this.modernMethods(), legacy: this.legacyMethods() };
  }

  /**
   * @returns the result as JSON
   * @throws {ProtocolError} always of this kind: a transport can send it as it is
   */
  async handle(request: McpRequest): Promise<string> {
    const started = performance.now();
    const handler = this.methods[request.client.era].get(request.method);
    try {
      if (handler === undefined) throw new MethodNotFoundError(request.method);
      const answer = handler(request);
      const result = answer instanceof Promise ? await answer : answer;
      this.observe(request, started, result);
      return result.json;
    } catch (thrown) {
      const error = this.asProtocolError(thrown, request);
      this.observe(request, started, { outcome: error.outcome, json: '', cause: error });
      throw eraError(error, request.client.era);
    }
  }

  private observe(request: McpRequest, started: number, { outcome, cause }: CallResult): void {
    if (this.parts.observers.length === 0) return;
    const { era } = request.client;
    const known = this.methods[era].has(request.method);
    const observed = {
      method: known ? request.method : 'unknown',
      era,
      outcome,
      durationMs: performance.now() - started,
      feature: known ? this.featureName(request) : undefined,
      cause: cause instanceof InternalError ? cause.cause : undefined,
      reference: cause instanceof InternalError ? cause.reference : undefined,
    };
    for (const observer of this.parts.observers) observer.observe(observed);
  }

  /** Only names of the catalog: what a client made up must not become a metric label. */
  private featureName({ method, params }: McpRequest): string | undefined {
    const { tools, prompts } = this.parts.catalog;
    if (method === 'tools/call') return tools.get(params['name'] as string)?.name;
    if (method === 'prompts/get') return prompts.get(params['name'] as string)?.name;
    if (method !== 'resources/read') return undefined;
    return this.parts.catalog.resource(String(params['uri']))?.resource.name;
  }

  private asProtocolError(thrown: unknown, { method }: McpRequest): ProtocolError {
    if (thrown instanceof ProtocolError) return thrown;
    const reference = randomUUID();
    const stack = thrown instanceof Error ? thrown.stack : String(thrown);
    this.logger.error(`${quote(method)} failed, reference ${reference}`, stack);
    return new InternalError(reference, thrown);
  }

  private modernMethods(): ReadonlyMap<string, MethodHandler> {
    const { encoder, description, catalog, changes } = this.parts;
    const discovery = encoder.encode(
      'modern',
      {
        supportedVersions: MODERN_REVISIONS,
        capabilities: capabilitiesOf(catalog, 'modern'),
        instructions: description.instructions,
      },
      { ttlMs: 60_000, scope: 'public' },
    );
    return new Map<string, MethodHandler>([
      ...this.featureMethods(),
      ['server/discover', () => ok(discovery)],
      [
        'subscriptions/listen',
        async (request) => ok(await listen(request, changes, catalog, encoder)),
      ],
    ]);
  }

  private legacyMethods(): ReadonlyMap<string, MethodHandler> {
    const methods = new Map<string, MethodHandler>([
      ...this.featureMethods(),
      ['initialize', (request) => this.initialize(request)],
      ['ping', () => ok('{}')],
      [
        'logging/setLevel',
        ({ params, session }) => {
          if (!isLogLevel(params['level'])) {
            throw new InvalidParamsError(`level: expected one of ${LOG_LEVELS.join(', ')}`);
          }
          session?.setLogLevel(params['level']);
          return ok('{}');
        },
      ],
    ]);
    if (this.parts.catalog.hasResources) {
      methods.set('resources/subscribe', ({ params, session }) => {
        session?.subscribe(this.knownUri(params['uri']));
        return ok('{}');
      });
      methods.set('resources/unsubscribe', ({ params, session }) => {
        session?.unsubscribe(this.knownUri(params['uri']));
        return ok('{}');
      });
    }
    return methods;
  }

  /** What both eras have, as far as the catalog holds it. */
  private featureMethods(): [string, MethodHandler][] {
    const { catalog, lists, encoder } = this.parts;
    const methods: [string, MethodHandler][] = [];
    const list =
      (name: keyof Lists): MethodHandler =>
      ({ client, params }) =>
        ok(lists[name].page(client.era, params['cursor']));
    if (catalog.tools.size > 0) {
      methods.push(
        ['tools/list', list('tools')],
        ['tools/call', (request) => this.callTool(request)],
      );
    }
    if (catalog.hasResources) {
      methods.push(
        ['resources/list', list('resources')],
        ['resources/templates/list', list('templates')],
        ['resources/read', (request) => this.readResource(request)],
      );
    }
    if (catalog.prompts.size > 0) {
      methods.push(
        ['prompts/list', list('prompts')],
        ['prompts/get', (request) => this.getPrompt(request)],
      );
    }
    if (catalog.hasCompletions) {
      methods.push([
        'completion/complete',
        async (request) => ok(encoder.encode(request.client.era, await complete(catalog, request))),
      ]);
    }
    return methods;
  }

  private initialize({ params }: McpRequest): CallResult {
    const { encoder, description, catalog } = this.parts;
    const requested = params['protocolVersion'];
    return ok(
      encoder.encode('legacy', {
        protocolVersion: negotiate(requested),
        capabilities: capabilitiesOf(catalog, 'legacy'),
        serverInfo: description.serverInfo,
        instructions: description.instructions,
      }),
    );
  }

  private callTool(request: McpRequest): Promise<CallResult> {
    const name = request.params['name'];
    const tool = typeof name === 'string' ? this.parts.catalog.tools.get(name) : undefined;
    if (tool === undefined) throw unknownFeature('tool', name);
    return this.call(tool, request.params['arguments'], request);
  }

  private getPrompt(request: McpRequest): Promise<CallResult> {
    const name = request.params['name'];
    const prompt = typeof name === 'string' ? this.parts.catalog.prompts.get(name) : undefined;
    if (prompt === undefined) throw unknownFeature('prompt', name);
    return this.call(prompt, request.params['arguments'], request);
  }

  private readResource(request: McpRequest): Promise<CallResult> {
    const uri = this.knownUri(request.params['uri']);
    const match = this.parts.catalog.resource(uri);
    if (match === undefined) throw new ResourceNotFoundError(uri);
    return this.call(match.resource, match.variables, request);
  }

  private call(feature: Feature, input: unknown, request: McpRequest): Promise<CallResult> {
    return this.parts.calls(new Call(feature, input, request));
  }

  private knownUri(uri: unknown): string {
    if (typeof uri === 'string') return uri;
    throw new InvalidParamsError('uri: expected a string.');
  }
}

/** The revision a legacy session speaks: the client's where it is known, else our newest. */
export function negotiate(requested: unknown): string {
  return LEGACY_REVISIONS.find((revision) => revision === requested) ?? LATEST_LEGACY_REVISION;
}

function ok(json: string): CallResult {
  return { outcome: 'ok', json };
}

function unknownFeature(kind: string, name: unknown): InvalidParamsError {
  return typeof name === 'string'
    ? new InvalidParamsError(`Unknown ${kind}: ${quote(name)}`)
    : new InvalidParamsError('name: expected a string.');
}

/** Before 2026-07-28 a missing resource had a code of its own. */
function eraError(error: ProtocolError, era: Era): ProtocolError {
  if (era === 'modern' || !(error instanceof ResourceNotFoundError)) return error;
  return new ProtocolError(ErrorCode.resourceNotFound, error.message, {
    data: error.data,
    outcome: error.outcome,
  });
}
