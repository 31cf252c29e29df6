import type { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import type { Service, Task } from '@aws-sdk/client-ecs';
import { DeployError } from '../../deploy/deploy.error';
import { type Wait, waitUntil } from '../../deploy/wait-until';
import type { EcsApi } from './ecs-api';
import { oneTask } from './one-task';
import type { EcsPlan } from './plan-ecs';
import { logTail, reasonOf } from './stopped-tasks';

/** What a migration needs of a plan; the first one has no service yet, only its network. */
type MigrationPlan = Pick<EcsPlan, 'settings' | 'definition'> & {
  readonly service: Pick<Service, 'networkConfiguration'>;
};

/**
 * Runs the migrations of a revision as one task beside the service, in its network, and waits for
 * its end. A task of an earlier run that still runs is waited for instead.
 *
 * @throws {DeployError} MIGRATION_FAILED with the last lines of its log
 */
export async function runMigration(
  ecs: EcsApi,
  logs: CloudWatchLogsClient,
  { settings, service, definition }: MigrationPlan,
  revision: string,
  wait: Wait,
): Promise<void> {
  const { container, migrate } = settings;
  if (migrate === undefined) return;
  const taskArn = await oneTask(ecs, {
    purpose: 'migrate',
    service: settings.service,
    revision,
    network: service.networkConfiguration,
    overrides: { containerOverrides: [{ name: container, command: [...migrate] }] },
  });
  const task = await waitUntil('The migration', wait, () => stopped(ecs, taskArn));
  if (task.containers?.find(({ name }) => name === container)?.exitCode === 0) return;
  throw new DeployError(
    'MIGRATION_FAILED',
    `The migration failed; what ran before runs on. ${reasonOf(task, container)}`,
    await logTail(logs, definition, { container, taskArn }),
  );
}

async function stopped(ecs: EcsApi, taskArn: string): Promise<Task | undefined> {
  const [task] = await ecs.tasks([taskArn]);
  return task?.lastStatus === 'STOPPED' ? task : undefined;
}
