import { type CloudWatchLogsClient, GetLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import type { RegisterTaskDefinitionCommandInput, Task } from '@aws-sdk/client-ecs';
import { awsCall } from '../../deploy/aws-call';
import type { EcsApi } from './ecs-api';

const MAX_REPORTED = 2;

/** Why the newest stopped tasks of a revision stopped, and the end of their logs. */
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
    .slice(0, MAX_REPORTED);
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

const LOG_LINES = 10;

/** The last lines that a task wrote. None when they cannot be read: they only help to understand. */
export async function logTail(
  logs: CloudWatchLogsClient,
  { containerDefinitions }: Pick<RegisterTaskDefinitionCommandInput, 'containerDefinitions'>,
  { container, taskArn }: { readonly container: string; readonly taskArn: string },
): Promise<readonly string[]> {
  const { options } =
    containerDefinitions?.find(({ name }) => name === container)?.logConfiguration ?? {};
  const logGroupName = options?.['awslogs-group'];
  const prefix = options?.['awslogs-stream-prefix'];
  if (logGroupName === undefined || prefix === undefined) return [];
  const logStreamName = `${prefix}/${container}/${taskArn.split('/').at(-1)}`;
  const command = new GetLogEventsCommand({ logGroupName, logStreamName, limit: LOG_LINES });
  try {
    const { events = [] } = await awsCall('logs:GetLogEvents', undefined, (options) =>
      logs.send(command, options),
    );
    return events.map(({ message }) => `  | ${message?.trimEnd() ?? ''}`);
  } catch (error) {
    return [`  | (the log ${logGroupName} cannot be read: ${(error as Error).message})`];
  }
}
