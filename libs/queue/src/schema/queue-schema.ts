import type { DatabaseFeature } from '@repo/database';
import { CreateQueue1795366000000 } from './create-queue.migration';

/** What the queue adds to the database. It is there with Redis as well, and then stays empty. */
export const queueSchema: DatabaseFeature = {
  entities: [],
  migrations: [CreateQueue1795366000000],
};
