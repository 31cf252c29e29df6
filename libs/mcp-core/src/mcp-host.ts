import { hkdfSync } from 'node:crypto';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { DiscoveryService } from '@nestjs/core';
import { McpConfig, RateLimitConfig } from '@repo/config';
import { Clock } from '@repo/foundation';
import type { AuthInfo } from '@modelcontextprotocol/server';
import { CatalogBuilder } from './catalog/catalog.builder';
import type { Catalog } from './catalog/catalog';
import type { Feature } from './features/feature';
import { CredentialSource } from './features/credential-source';
import { FeatureExplorer } from './catalog/feature.explorer';
import { NamedServer } from './catalog/named-server';
import { CallInterceptor, chain } from './engine/call-interceptor';
import { ConcurrencyLimit, ProcessPermits } from './engine/concurrency-limit';
import { answeredByExtensions } from './engine/extension-methods';
import type { Engine } from './engine/engine';
import { Invoker } from './engine/invoker';
import { RequestObserver, type RefusedRequest } from './engine/request-observer';
import { RequestQuota } from './engine/request-quota';
import { nest, RequestScope } from './engine/request-scope';
import { RequestStates } from './engine/request-state';
import { ResultEncoder } from './engine/result-encoder';
import type { ServerDescription } from './engine/server-description';
import { EverythingVisible, FeatureVisibility, mayBeHidden } from './engine/visibility';
import { Extension } from './extensions/extension';
import { extensionsById } from './extensions/offered-extensions';
import { HostedServer, type ServerParts } from './hosted-server';
import { McpOptions } from './mcp.options';
import { describeServers } from './named-descriptions';
import type { Client } from './protocol/client';
import { ChangeBus, ServerChanges } from './subscriptions/change-bus';

/** What all servers of the process have in common. */
interface Shared {
  readonly visibility: FeatureVisibility;
  readonly observers: readonly RequestObserver[];
  readonly scope: RequestScope | undefined;
  readonly interceptors: readonly CallInterceptor[];
  readonly extensions: readonly Extension[];
  readonly quota?: RequestQuota;
  readonly credentials?: CredentialSource;
}

/** Builds the servers of this process, once, when all providers are created. */
@Injectable()
export class McpHost implements OnModuleInit {
  /** How many calls run and wait in this process. */
  readonly load: Pick<ProcessPermits, 'running' | 'queued'>;
  private readonly permits: ProcessPermits;
  private readonly all = new Map<string | undefined, HostedServer>();
  private shared?: Shared;

  constructor(
    private readonly options: McpOptions,
    private readonly config: McpConfig,
    private readonly explorer: FeatureExplorer,
    private readonly discovery: DiscoveryService,
    private readonly changes: ChangeBus,
    private readonly clock: Clock,
    limits: RateLimitConfig,
  ) {
    this.load = this.permits = new ProcessPermits(config, (limit) => limits.shareOf(limit));
  }

  /** @throws {CatalogError} a feature is declared wrongly; the application does not start */
  onModuleInit(): void {
    const [visibility = new EverythingVisible()] = this.providersOf(FeatureVisibility);
    const observers = this.providersOf(RequestObserver);
    const scope = nest(this.providersOf(RequestScope));
    const interceptors = this.providersOf(CallInterceptor);
    const byId = extensionsById(this.providersOf(Extension));
    const [quota] = this.providersOf(RequestQuota);
    const [credentials] = this.providersOf(CredentialSource);
    const extensions = [...byId.values()];
    this.shared = {
      ...{ visibility, observers, scope, interceptors, extensions, quota, credentials },
    };
    const descriptions = describeServers(this.options, this.providersOf(NamedServer));
    const builders = new Map(
      [...descriptions.keys()].map((name) => [name, new CatalogBuilder(name)]),
    );
    const { absent, hosting, everyClass = true, notServed = [] } = this.options;
    const options = { absent, hosting, everyClass, notServed };
    this.explorer.explore(builders, byId.values(), options);
    for (const [name, builder] of builders) {
      const parts = this.partsOf(name, descriptions.get(name)!, this.shared);
      this.all.set(name, new HostedServer(name, parts, builder, builder.build(byId)));
    }
  }

  get servers(): readonly HostedServer[] {
    return [...this.all.values()];
  }

  /** The names of the servers beside the main one, in alphabetical order. */
  get serverNames(): readonly string[] {
    return [...this.all.keys()].filter((name) => name !== undefined).sort();
  }

  /** @throws {Error} there is no server of this name, or the application has not started */
  server(name?: string): HostedServer {
    const found = this.all.get(name);
    if (found !== undefined) return found;
    if (this.all.size === 0) throw new Error('McpHost is used before the application has started.');
    const names = this.serverNames.join(', ') || 'none but the main one, which has no name';
    throw new Error(`There is no server "${name}". These are served: ${names}.`);
  }

  /** Of the main server. */
  get engine(): Engine {
    return this.server().engine;
  }

  /** Of the main server. */
  get catalog(): Catalog {
    return this.server().catalog;
  }

  /** Whether the feature does not exist for this caller. */
  async hides(feature: Feature, auth: AuthInfo | undefined): Promise<boolean> {
    if (!mayBeHidden(feature)) return false;
    return (await this.shared?.visibility.of(feature, auth)) === 'hidden';
  }

  /**
   * Counts the messages of a batch beside its first.
   *
   * @throws {ProtocolError} its caller sends too many; or the promise rejects
   */
  countFurther(caller: Pick<Client, 'auth' | 'address'>, messages: number): void | Promise<void> {
    return this.shared?.quota?.takeFurther(caller, messages);
  }

  /** Has a request not count that was to be expected: one that a client was told to send. */
  giveBack(caller: Pick<Client, 'auth' | 'address'>): void {
    this.shared?.quota?.giveBack(caller);
  }

  /** Notifies the observers of a request that a transport refused. */
  refused(request: RefusedRequest): void {
    for (const observer of this.shared?.observers ?? []) observer.refused(request);
  }

  private partsOf(
    name: string | undefined,
    description: ServerDescription,
    { interceptors, credentials, ...shared }: Shared,
  ): ServerParts {
    const { config, options } = this;
    const encoder = new ResultEncoder(description.serverInfo);
    const states = new RequestStates(stateKey(options.stateSecret, name), this.clock);
    const invoker = new Invoker(encoder, states, config, credentials);
    const runner = invoker.invoke.bind(invoker);
    const limit = new ConcurrencyLimit(config, runner, this.permits);
    const prepare = invoker.prepare.bind(invoker);
    const answered = answeredByExtensions(shared.extensions, encoder, prepare, limit.call);
    const calls = chain(interceptors, answered);
    const changes = new ServerChanges(this.changes, name);
    const { listPageSize, maxResultBytes, toolTimeoutMs: timeoutMs } = config;
    const limits = { listPageSize, maxResultBytes, timeoutMs };
    return { ...shared, description, encoder, calls, changes, ...limits };
  }

  private providersOf<T>(base: abstract new (...parameters: never[]) => T): T[] {
    const instances = this.discovery.getProviders().map(({ instance }) => instance as unknown);
    return [...new Set(instances)].filter((instance): instance is T => instance instanceof base);
  }
}

/** A separate key, so that neither another use of the shared secret nor another server can forge a state. */
function stateKey(secret: string, server: string | undefined): Uint8Array {
  const info = server === undefined ? 'mcp request state' : `mcp request state of ${server}`;
  return new Uint8Array(hkdfSync('sha256', secret, '', info, 32));
}
