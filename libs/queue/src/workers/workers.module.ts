import { type DynamicModule, Global, Module } from '@nestjs/common';
import { DiscoveryModule } from '@nestjs/core';
import { JobSchedules } from './job-schedules';
import { JobWorkers } from './job-workers';
import { WORKERS_OPTIONS, type WorkersOptions } from './workers-options';

/**
 * Lets a process handle jobs by its providers with `@QueueJob`, and schedules those that repeat.
 * Needs `QueueModule.forRoot('works')`.
 */
@Global()
@Module({})
export class WorkersModule {
  static forRoot(options: WorkersOptions): DynamicModule {
    return {
      module: WorkersModule,
      imports: [DiscoveryModule],
      providers: [{ provide: WORKERS_OPTIONS, useValue: options }, JobWorkers, JobSchedules],
      exports: [JobWorkers],
    };
  }
}
