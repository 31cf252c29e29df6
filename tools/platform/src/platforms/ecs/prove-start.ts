import type { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import { DeployError } from '../../deploy/deploy.error';
import { type Wait, waitUntil } from '../../deploy/wait-until';
import type { EcsApi } from './ecs-api';
import { oneTask } from './one-task';
import type { EcsPlan } from './plan-ecs';
import { logTail, reasonOf } from './stopped-tasks';

/** Also where the deploy itself was told to stop. */
const STOP_TIMEOUT_MS = 5_000;

/**
 * Runs one task of a revision beside its service, which is scaled to nothing, until its health
 * check succeeds, and stops it: the service need not be woken for a deploy. A task of a run that was
 * cut off is waited for instead.
 *
 * @throws {DeployError} FAILED with the last lines of its log when it stops or stays unhealthy
 */
export async function proveStart(
  ecs: EcsApi,
  logs: CloudWatchLogsClient,
  { settings, service, definition }: EcsPlan,
  revision: string,
  wait: Wait,
): Promise<void> {
  const { container } = settings;
  const taskArn = await oneTask(ecs, {
    purpose: 'prove',
    service: settings.service,
    revision,
    network: service.networkConfiguration,
  });
  try {
    await waitUntil('The start of one task', wait, async () => {
      const [task] = await ecs.tasks([taskArn]);
      if (task?.healthStatus === 'HEALTHY') return task;
      const isOver = task?.lastStatus === 'STOPPED' || task?.healthStatus === 'UNHEALTHY';
      if (!isOver) return undefined;
      const reason = `One task of the new version did not start. ${reasonOf(task, container)}`;
      throw new DeployError(
        'FAILED',
        reason,
        await logTail(logs, definition, { container, taskArn }),
      );
    });
  } finally {
    // It would run on for nobody.
    await ecs
      .within(AbortSignal.timeout(STOP_TIMEOUT_MS))
      .stop(taskArn)
      .catch(() => undefined);
  }
}
