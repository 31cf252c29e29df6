import {
  DescribeServicesCommand,
  DescribeTaskDefinitionCommand,
  DescribeTasksCommand,
  DeregisterTaskDefinitionCommand,
  type ECSClient,
  ListTasksCommand,
  RegisterTaskDefinitionCommand,
  type RegisterTaskDefinitionCommandInput,
  RunTaskCommand,
  type RunTaskCommandInput,
  type Service,
  TagResourceCommand,
  type Task,
  type TaskDefinition,
  UntagResourceCommand,
  UpdateServiceCommand,
} from '@aws-sdk/client-ecs';
import { awsCall } from '../../deploy/aws-call';
import { DeployError } from '../../deploy/deploy.error';

/** The calls of ECS that a deploy makes, in one cluster. */
export class EcsApi {
  constructor(
    private readonly client: ECSClient,
    readonly cluster: string,
  ) {}

  /** @throws {DeployError} NOT_FOUND */
  async service(name: string): Promise<Service> {
    const { cluster } = this;
    const command = new DescribeServicesCommand({ cluster, services: [name], include: ['TAGS'] });
    const { services } = await awsCall('ecs:DescribeServices', () => this.client.send(command));
    const service = services?.find(({ status }) => status === 'ACTIVE');
    if (service !== undefined) return service;
    throw new DeployError(
      'NOT_FOUND',
      `Cluster ${cluster} has no active service ${name}. ` +
        'Make it first: npx nx provision aws-infrastructure (docs/deploy/ecs.md).',
    );
  }

  /** @param nameOrArn a family stands for its newest active revision */
  async taskDefinition(nameOrArn: string): Promise<TaskDefinition | undefined> {
    const command = new DescribeTaskDefinitionCommand({ taskDefinition: nameOrArn });
    try {
      return (await this.client.send(command)).taskDefinition;
    } catch (error) {
      // This is how ECS says that there is none.
      if (/Unable to describe task definition/.test((error as Error).message)) return undefined;
      return awsCall('ecs:DescribeTaskDefinition', () => Promise.reject(error as Error));
    }
  }

  /** @returns the ARN of the new revision */
  async register(definition: RegisterTaskDefinitionCommandInput): Promise<string> {
    const command = new RegisterTaskDefinitionCommand(definition);
    const { taskDefinition } = await awsCall('ecs:RegisterTaskDefinition', () =>
      this.client.send(command),
    );
    return taskDefinition!.taskDefinitionArn!;
  }

  async deregister(taskDefinition: string): Promise<void> {
    const command = new DeregisterTaskDefinitionCommand({ taskDefinition });
    await awsCall('ecs:DeregisterTaskDefinition', () => this.client.send(command));
  }

  async update(service: string, taskDefinition: string): Promise<void> {
    const { cluster } = this;
    const command = new UpdateServiceCommand({ cluster, service, taskDefinition });
    await awsCall('ecs:UpdateService', () => this.client.send(command));
  }

  /** @returns the ARN of the one task */
  async run(input: Omit<RunTaskCommandInput, 'cluster'>): Promise<string> {
    const command = new RunTaskCommand({ ...input, cluster: this.cluster });
    const { tasks, failures } = await awsCall('ecs:RunTask', () => this.client.send(command));
    const arn = tasks?.[0]?.taskArn;
    if (arn !== undefined) return arn;
    const reasons = failures?.map(({ reason, detail }) => detail ?? reason).join('; ');
    throw new DeployError('FAILED', `ECS did not start the task: ${reasons ?? 'no reason given'}.`);
  }

  async listTasks(
    filter: { readonly serviceName?: string; readonly startedBy?: string },
    desiredStatus: 'RUNNING' | 'STOPPED',
  ): Promise<Task[]> {
    const { cluster } = this;
    const list = new ListTasksCommand({ cluster, ...filter, desiredStatus, maxResults: 100 });
    const { taskArns = [] } = await awsCall('ecs:ListTasks', () => this.client.send(list));
    return taskArns.length === 0 ? [] : this.tasks(taskArns);
  }

  async tasks(arns: readonly string[]): Promise<Task[]> {
    const command = new DescribeTasksCommand({ cluster: this.cluster, tasks: [...arns] });
    const { tasks } = await awsCall('ecs:DescribeTasks', () => this.client.send(command));
    return tasks ?? [];
  }

  async tag(resourceArn: string, key: string, value: string): Promise<void> {
    const command = new TagResourceCommand({ resourceArn, tags: [{ key, value }] });
    await awsCall('ecs:TagResource', () => this.client.send(command));
  }

  async untag(resourceArn: string, key: string): Promise<void> {
    const command = new UntagResourceCommand({ resourceArn, tagKeys: [key] });
    await awsCall('ecs:UntagResource', () => this.client.send(command));
  }
}
