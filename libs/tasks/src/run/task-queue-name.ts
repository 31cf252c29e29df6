import { QueueName } from '@repo/queue';

/** The app whose tasks the worker of the platform runs; any other one has a queue of its own. */
const MAIN_APP = 'api';

export function taskQueueName(app: string): string {
  return app === MAIN_APP ? QueueName.tasks : `${QueueName.tasks}-${app}`;
}
