import { hkdfSync } from 'node:crypto';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { DiscoveryService } from '@nestjs/core';
import { McpConfig } from '@repo/config';
import { Clock } from '@repo/foundation';
import type { AuthInfo } from '@modelcontextprotocol/server';
import type { Catalog } from './catalog/catalog';
import type { Feature } from './features/feature';
import { FeatureExplorer } from './catalog/feature.explorer';
import { CallInterceptor, chain } from './engine/call-interceptor';
import { ConcurrencyLimit } from './engine/concurrency-limit';
import { Engine } from './engine/engine';
import { Invoker } from './engine/invoker';
import { answeredByExtensions } from './engine/extension-methods';
import { encodeLists, listMaker } from './engine/lists';
import { methodsOf } from './engine/methods';
import { RequestObserver, type RefusedRequest } from './engine/request-observer';
import { RequestStates } from './engine/request-state';
import { ResultEncoder } from './engine/result-encoder';
import { EverythingVisible, FeatureVisibility, mayBeHidden } from './engine/visibility';
import { Extension } from './extensions/extension';
import { extensionsById, offeredBy } from './extensions/offered-extensions';
import { McpOptions } from './mcp.options';
import { ChangeBus } from './subscriptions/change-bus';

interface Built {
  readonly catalog: Catalog;
  readonly engine: Engine;
  readonly visibility: FeatureVisibility;
  readonly observers: readonly RequestObserver[];
  readonly load: CallLoad;
}

/** The load of a process. */
export type CallLoad = Pick<ConcurrencyLimit, 'running' | 'queued'>;

/** Builds the catalog and the engine, once, when all providers are created. */
@Injectable()
export class McpHost implements OnModuleInit {
  private built?: Built;

  constructor(
    private readonly options: McpOptions,
    private readonly config: McpConfig,
    private readonly explorer: FeatureExplorer,
    private readonly discovery: DiscoveryService,
    private readonly changes: ChangeBus,
    private readonly clock: Clock,
  ) {}

  /** @throws {CatalogError} a feature is declared wrongly; the application does not start */
  onModuleInit(): void {
    const { options, config, changes, clock } = this;
    const known = extensionsById(this.providersOf(Extension));
    const catalog = this.explorer.explore(options.everyClass ?? true, known);
    const extensions = offeredBy(catalog, known.values());
    const encoder = new ResultEncoder(options.serverInfo);
    const [visibility = new EverythingVisible()] = this.providersOf(FeatureVisibility);
    const states = new RequestStates(stateKey(options.stateSecret), clock);
    const invoker = new Invoker(encoder, states, config);
    const limit = new ConcurrencyLimit(config, (call, ended) => invoker.invoke(call, ended));
    const list = listMaker(config.listPageSize, encoder, visibility);
    const methods = methodsOf({
      catalog,
      extensions,
      list,
      lists: encodeLists(catalog, list),
      encoder,
      description: options,
      calls: chain(
        this.providersOf(CallInterceptor),
        answeredByExtensions(extensions, encoder, limit.call),
      ),
      changes,
      visibility,
      timeoutMs: config.toolTimeoutMs,
    });
    const observers = this.providersOf(RequestObserver);
    const engine = new Engine(methods, catalog, observers);
    this.built = { catalog, engine, visibility, observers, load: limit };
  }

  get engine(): Engine {
    return this.ready().engine;
  }

  get catalog(): Catalog {
    return this.ready().catalog;
  }

  /** How many calls run and wait in this process. */
  get load(): CallLoad {
    return this.ready().load;
  }

  /** Whether the feature does not exist for this caller. */
  async hides(feature: Feature, auth: AuthInfo | undefined): Promise<boolean> {
    if (!mayBeHidden(feature)) return false;
    return (await this.ready().visibility.of(feature, auth)) === 'hidden';
  }

  /** Notifies the observers of a request that a transport refused. */
  refused(request: RefusedRequest): void {
    for (const observer of this.ready().observers) observer.refused(request);
  }

  private ready(): Built {
    if (this.built === undefined)
      throw new Error('McpHost is used before the application has started.');
    return this.built;
  }

  private providersOf<T>(base: abstract new (...parameters: never[]) => T): T[] {
    const instances = this.discovery.getProviders().map(({ instance }) => instance as unknown);
    return [...new Set(instances)].filter((instance): instance is T => instance instanceof base);
  }
}

/** A separate key, so that no other use of the shared secret can forge a state. */
function stateKey(secret: string): Uint8Array {
  return new Uint8Array(hkdfSync('sha256', secret, '', 'mcp request state', 32));
}
