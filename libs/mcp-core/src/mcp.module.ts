import { Module, type DynamicModule, type FactoryProvider } from '@nestjs/common';
import { DiscoveryModule } from '@nestjs/core';
import { AppsExtension } from './extensions/apps/apps.extension';
import { FeatureExplorer } from './catalog/feature.explorer';
import { LegacyHttp } from './transports/http/legacy-http';
import { McpHttpHost } from './transports/http/mcp-http-host';
import { ModernHttp } from './transports/http/modern-http';
import { NamedServer, type NamedServerOptions } from './catalog/named-server';
import { McpCatalog } from './mcp-catalog';
import { McpHost } from './mcp-host';
import { McpOptions } from './mcp.options';
import { EventStore } from './sessions/event-store';
import { MemoryEventStore } from './sessions/memory-event-store';
import { NoReplicas, Replicas, SharedState } from './sessions/replicas';
import { MemorySessionDirectory, SessionDirectory } from './sessions/session-directory';
import { SessionRegistry } from './sessions/session-registry';
import { McpStdio } from './transports/stdio/mcp-stdio';
import { Heartbeat } from './streams/heartbeat';
import { StreamPermits } from './streams/stream-permits';
import { ChangeBus, LocalChangeBus, ServerChanges } from './subscriptions/change-bus';
import { McpNotifier } from './subscriptions/mcp-notifier';
import { Clock, SystemClock } from '@repo/foundation';

/**
 * Serves the `@Tool`, `@Resource` and `@Prompt` methods of all providers of the application: on the
 * main server, or on that which their module names.
 */
@Module({})
export class McpModule {
  static forRoot(options: McpOptions): DynamicModule {
    return {
      module: McpModule,
      global: true,
      imports: [DiscoveryModule],
      providers: [
        { provide: McpOptions, useValue: options },
        { provide: Clock, useClass: SystemClock },
        sharedOr(ChangeBus, (shared) => shared?.changes ?? new LocalChangeBus()),
        sharedOr(SessionDirectory, (shared) => shared?.directory ?? new MemorySessionDirectory()),
        sharedOr(EventStore, (shared) => shared?.events ?? new MemoryEventStore()),
        sharedOr(Replicas, (shared) => shared?.replicas ?? new NoReplicas()),
        FeatureExplorer,
        AppsExtension,
        McpHost,
        McpCatalog,
        notifierOf(undefined),
        SessionRegistry,
        Heartbeat,
        StreamPermits,
        ModernHttp,
        LegacyHttp,
        McpHttpHost,
        McpStdio,
      ],
      exports: [Clock, McpCatalog, McpHost, McpHttpHost, McpStdio, McpNotifier, ChangeBus],
    };
  }

  /**
   * Gives the features of the importing module to a server beside the main one, which the api
   * serves at `/mcp/<server>`.
   *
   * @example
   * ```ts
   * @Module({
   *   imports: [McpModule.forFeature({ server: 'billing', instructions: 'Invoices of customers.' })],
   *   providers: [InvoiceTools],
   * })
   * export class BillingModule {}
   * ```
   * @throws {Error} the name is none of a server
   */
  static forFeature(options: NamedServerOptions): DynamicModule {
    const named = new NamedServer(options);
    return {
      module: McpModule,
      providers: [{ provide: NamedServer, useValue: named }, notifierOf(named.name)],
      exports: [McpNotifier],
    };
  }
}

function notifierOf(server: string | undefined): FactoryProvider<McpNotifier> {
  return {
    provide: McpNotifier,
    inject: [ChangeBus],
    useFactory: (changes: ChangeBus) => new McpNotifier(new ServerChanges(changes, server)),
  };
}

/** What processes share, where they share anything; else what this one has. */
function sharedOr<T>(
  provide: abstract new () => T,
  useFactory: (shared?: SharedState) => T,
): FactoryProvider<T> {
  return { provide, inject: [{ token: SharedState, optional: true }], useFactory };
}
