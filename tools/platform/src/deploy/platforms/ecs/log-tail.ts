import { type CloudWatchLogsClient, GetLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import type { RegisterTaskDefinitionCommandInput } from '@aws-sdk/client-ecs';

const lines = 10;

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
  const command = new GetLogEventsCommand({ logGroupName, logStreamName, limit: lines });
  try {
    const { events = [] } = await logs.send(command);
    return events.map(({ message }) => `  | ${message?.trimEnd() ?? ''}`);
  } catch (error) {
    return [`  | (the log ${logGroupName} cannot be read: ${(error as Error).name})`];
  }
}
