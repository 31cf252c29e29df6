import type { JobDefinition } from '@repo/queue';
import { Module } from '@nestjs/common';

// The worker reads the configuration of all features, also where it runs no tasks and loads none of them.
export { sections } from './sections';

/** What the worker handles beside the platform's own jobs. */
export const jobs: readonly JobDefinition[] = [];

/** The classes with `@QueueJob` of those, and what they inject. */
@Module({ providers: [] })
export class JobsModule {}
