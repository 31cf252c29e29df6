import { Injectable } from '@nestjs/common';
import { DiscoveryService } from '@nestjs/core';
import type { JobDefinition } from '../jobs/define-job';

/** What handles one kind of job. */
export interface JobHandler<Data extends object = object> {
  /**
   * @returns what is kept with the finished job, for people
   * @throws {PostponedError} to have the same job again later
   * @throws {UnrecoverableError} of BullMQ, where no further attempt would help
   */
  run(data: Data): Promise<string>;
}

/** The metadata behind `@QueueJob`. */
export const HandlerOf = DiscoveryService.createDecorator<JobDefinition>();

/**
 * Makes a provider the handler of a kind of job. A start stops where a job has two handlers, or none.
 *
 * @example
 * @QueueJob(MaintenanceJob.auditRetention)
 * export class AuditRetentionJob implements JobHandler { … }
 */
export function QueueJob<Data extends object>(job: JobDefinition<Data>) {
  return (target: new (...dependencies: never[]) => JobHandler<Data>): void => {
    Injectable()(target);
    HandlerOf(job as JobDefinition)(target);
  };
}
