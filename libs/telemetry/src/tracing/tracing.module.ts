import { Global, Module, type DynamicModule, type OnApplicationShutdown } from '@nestjs/common';
import { RequestSpanObserver } from './request-span.observer';
import { RequestTracer } from './request-tracer';
import { stopTracing } from './start-tracing';

/** Spans of MCP requests, where `startTracing` has started. Without tracing it is empty. */
@Global()
@Module({})
export class TracingModule implements OnApplicationShutdown {
  static forRoot({ tracing }: { readonly tracing: boolean }): DynamicModule {
    const providers = tracing ? [RequestTracer, RequestSpanObserver] : [];
    return { module: TracingModule, providers, exports: tracing ? [RequestTracer] : [] };
  }

  /** Last of all, so that what others do at the end is sent too. */
  async onApplicationShutdown(): Promise<void> {
    await stopTracing();
  }
}
