import { Module, type DynamicModule } from '@nestjs/common';
import { DiscoveryModule } from '@nestjs/core';
import { FeatureExplorer } from './catalog/feature.explorer';
import { Clock, SystemClock } from './clock';
import { LegacyHttp } from './http/legacy-http';
import { McpHttpHost } from './http/mcp-http-host';
import { ModernHttp } from './http/modern-http';
import { McpHost } from './mcp-host';
import { McpOptions } from './mcp.options';
import { EventStore, MemoryEventStore } from './sessions/event-store';
import { MemorySessionDirectory, SessionDirectory } from './sessions/session-directory';
import { SessionRegistry } from './sessions/session-registry';
import { McpStdio } from './stdio/mcp-stdio';
import { Heartbeat } from './streams/heartbeat';
import { ChangeBus, LocalChangeBus } from './subscriptions/change-bus';
import { McpNotifier } from './subscriptions/mcp-notifier';

/** Serves the `@Tool`, `@Resource` and `@Prompt` methods of all providers of the application. */
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
        { provide: ChangeBus, useClass: LocalChangeBus },
        { provide: SessionDirectory, useClass: MemorySessionDirectory },
        { provide: EventStore, useClass: MemoryEventStore },
        FeatureExplorer,
        McpHost,
        McpNotifier,
        SessionRegistry,
        Heartbeat,
        ModernHttp,
        LegacyHttp,
        McpHttpHost,
        McpStdio,
      ],
      exports: [Clock, McpHost, McpHttpHost, McpStdio, McpNotifier, ChangeBus],
    };
  }
}
