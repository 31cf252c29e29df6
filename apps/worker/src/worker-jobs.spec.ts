import { loadConfig } from '@repo/config';
import { QueueName } from '@repo/queue';
import { workerJobs } from './worker-jobs';
import { usualTiming } from './worker-settings';

describe('the jobs of a worker that was killed', () => {
  it.each([QueueName.scaling, QueueName.scalingOrders])(
    "are another's within half a minute: %s",
    (queue) => {
      const { workers } = workerJobs(loadConfig({ ENVIRONMENT: 'test' }).database, usualTiming);
      const { lockDuration = Infinity, stalledInterval = Infinity } = workers?.[queue] ?? {};
      expect(lockDuration + 2 * stalledInterval).toBeLessThanOrEqual(30_000);
    },
  );
});
