import type { MetricsSource } from '@repo/telemetry';
import { Global, Module, type DynamicModule } from '@nestjs/common';
import { ProcessControl } from './process-control';

/** What a process knows of the others of the same api. */
export interface ClusterOptions {
  readonly control: ProcessControl;
  /** The metrics of all; default: those of this process. */
  readonly metrics?: MetricsSource;
}

/** Lets the application see, and change, how many processes serve it. */
@Global()
@Module({})
export class ClusterModule {
  static forRoot(control: ProcessControl): DynamicModule {
    return {
      module: ClusterModule,
      providers: [{ provide: ProcessControl, useValue: control }],
      exports: [ProcessControl],
    };
  }
}
