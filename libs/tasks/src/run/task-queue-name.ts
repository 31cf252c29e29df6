import { QueueName } from '@repo/queue';

/** Whether the tasks of this app are run by the worker; any other app runs its own. */
export function isRunByWorker(app: string): boolean {
  return app === 'api';
}

export function taskQueueName(app: string): string {
  return isRunByWorker(app) ? QueueName.tasks : `${QueueName.tasks}-${app}`;
}
