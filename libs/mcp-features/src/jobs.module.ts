import type { JobDefinition } from '@repo/queue';
import { Module } from '@nestjs/common';

/** What the worker handles beside the platform's own jobs. */
export const jobs: readonly JobDefinition[] = [];

/** The classes with `@QueueJob` of those, and what they inject. */
@Module({ providers: [] })
export class JobsModule {}
