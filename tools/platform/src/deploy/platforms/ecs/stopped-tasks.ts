import type { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import type { RegisterTaskDefinitionCommandInput, Task } from '@aws-sdk/client-ecs';
import type { EcsApi } from './ecs-api';
import { logTail } from './log-tail';

const atMost = 2;

/** Why the newest stopped tasks of a revision stopped, and what they said last. */
export async function stoppedTasks(
  ecs: EcsApi,
  logs: CloudWatchLogsClient,
  wanted: {
    readonly service: string;
    readonly container: string;
    readonly revision: string;
    readonly definition: RegisterTaskDefinitionCommandInput;
  },
): Promise<string[]> {
  const stopped = await ecs.listTasks({ serviceName: wanted.service }, 'STOPPED');
  const own = stopped
    .filter(({ taskDefinitionArn }) => taskDefinitionArn === wanted.revision)
    .sort((a, b) => (b.stoppedAt?.getTime() ?? 0) - (a.stoppedAt?.getTime() ?? 0))
    .slice(0, atMost);
  const reports = await Promise.all(
    own.map(async (task) => [
      reasonOf(task, wanted.container),
      ...(await logTail(logs, wanted.definition, {
        container: wanted.container,
        taskArn: task.taskArn!,
      })),
    ]),
  );
  return reports.flat();
}

/** One line on why a task stopped. */
export function reasonOf(task: Task, container: string): string {
  const own = task.containers?.find(({ name }) => name === container);
  const code = own?.exitCode === undefined ? '' : `, exit code ${own.exitCode}`;
  const reason = [task.stoppedReason, own?.reason].filter(Boolean).join('; ') || 'no reason given';
  return `Task ${task.taskArn?.split('/').at(-1)} stopped: ${reason}${code}`;
}
