import { Module, type DynamicModule } from '@nestjs/common';
import { FaultReporter } from './fault-reporter';
import { FAULT_SINK } from './fault-sink.token';
import { startSentry, type SentryOptions } from './sentry-sink';

export type FaultReportsOptions = Omit<SentryOptions, 'dsn'> & { readonly dsn: string | undefined };

/** Reports faults to Sentry. Without a DSN it costs nothing: the SDK is not even loaded. */
@Module({})
export class FaultReportsModule {
  static forRoot({ dsn, ...options }: FaultReportsOptions): DynamicModule {
    if (dsn === undefined) return { module: FaultReportsModule };
    const sink = { provide: FAULT_SINK, useFactory: () => startSentry({ dsn, ...options }) };
    return { module: FaultReportsModule, providers: [sink, FaultReporter], exports: [sink] };
  }
}
