import { Module, type DynamicModule, type OnApplicationShutdown } from '@nestjs/common';
import { RequestSpanObserver } from './request-span.observer';
import { RequestSpanScope } from './request-span.scope';
import { stopTracing } from './start-tracing';

/** Spans of MCP requests, where `startTracing` has started. Without tracing it is empty. */
@Module({})
export class TracingModule implements OnApplicationShutdown {
  static forRoot({ tracing }: { readonly tracing: boolean }): DynamicModule {
    const providers = tracing ? [RequestSpanScope, RequestSpanObserver] : [];
    return { module: TracingModule, providers };
  }

  /** Last of all, so that what others do at the end is sent too. */
  async onApplicationShutdown(): Promise<void> {
    await stopTracing();
  }
}
