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
  StopTaskCommand,
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
    private readonly signal?: AbortSignal,
  ) {}

  /** The same calls, which end when the signal is aborted. */
  within(signal: AbortSignal): EcsApi {
    return new EcsApi(this.client, this.cluster, signal);
  }

  /** @throws {DeployError} NOT_FOUND */
  async service(name: string): Promise<Service> {
    const { cluster } = this;
    const command = new DescribeServicesCommand({ cluster, services: [name], include: ['TAGS'] });
    const { services } = await this.call('ecs:DescribeServices', (options) =>
      this.client.send(command, options),
    );
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
      const call = 'ecs:DescribeTaskDefinition';
      return (await this.call(call, (options) => this.client.send(command, options)))
        .taskDefinition;
    } catch (error) {
      // This is how ECS says that there is none.
      if (/Unable to describe task definition/.test((error as Error).message)) return undefined;
      throw error;
    }
  }

  /** @returns the ARN of the new revision */
  async register(definition: RegisterTaskDefinitionCommandInput): Promise<string> {
    const command = new RegisterTaskDefinitionCommand(definition);
    const { taskDefinition } = await this.call('ecs:RegisterTaskDefinition', (options) =>
      this.client.send(command, options),
    );
    return taskDefinition!.taskDefinitionArn!;
  }

  async deregister(taskDefinition: string): Promise<void> {
    const command = new DeregisterTaskDefinitionCommand({ taskDefinition });
    await this.call('ecs:DeregisterTaskDefinition', (options) =>
      this.client.send(command, options),
    );
  }

  async update(service: string, taskDefinition: string): Promise<void> {
    const { cluster } = this;
    const command = new UpdateServiceCommand({ cluster, service, taskDefinition });
    await this.call('ecs:UpdateService', (options) => this.client.send(command, options));
  }

  /** @returns the ARN of the one task */
  async run(input: Omit<RunTaskCommandInput, 'cluster'>): Promise<string> {
    const command = new RunTaskCommand({ ...input, cluster: this.cluster });
    const { tasks, failures } = await this.call('ecs:RunTask', (options) =>
      this.client.send(command, options),
    );
    const arn = tasks?.[0]?.taskArn;
    if (arn !== undefined) return arn;
    const reasons = failures?.map(({ reason, detail }) => detail ?? reason).join('; ');
    throw new DeployError('FAILED', `ECS did not start the task: ${reasons ?? 'no reason given'}.`);
  }

  async stop(task: string): Promise<void> {
    const reason = 'It has proved that it starts.';
    const command = new StopTaskCommand({ cluster: this.cluster, task, reason });
    await this.call('ecs:StopTask', (options) => this.client.send(command, options));
  }

  async listTasks(
    filter: { readonly serviceName?: string; readonly startedBy?: string },
    desiredStatus: 'RUNNING' | 'STOPPED',
  ): Promise<Task[]> {
    const { cluster } = this;
    const list = new ListTasksCommand({ cluster, ...filter, desiredStatus, maxResults: 100 });
    const { taskArns = [] } = await this.call('ecs:ListTasks', (options) =>
      this.client.send(list, options),
    );
    return taskArns.length === 0 ? [] : this.tasks(taskArns);
  }

  async tasks(arns: readonly string[]): Promise<Task[]> {
    const command = new DescribeTasksCommand({ cluster: this.cluster, tasks: [...arns] });
    const { tasks } = await this.call('ecs:DescribeTasks', (options) =>
      this.client.send(command, options),
    );
    return tasks ?? [];
  }

  async tag(resourceArn: string, key: string, value: string): Promise<void> {
    const command = new TagResourceCommand({ resourceArn, tags: [{ key, value }] });
    await this.call('ecs:TagResource', (options) => this.client.send(command, options));
  }

  async untag(resourceArn: string, key: string): Promise<void> {
    const command = new UntagResourceCommand({ resourceArn, tagKeys: [key] });
    await this.call('ecs:UntagResource', (options) => this.client.send(command, options));
  }

  private call<T>(name: string, run: (options: { abortSignal: AbortSignal }) => Promise<T>) {
    return awsCall(name, this.signal, run);
  }
}
