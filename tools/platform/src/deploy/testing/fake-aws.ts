import { type WireAnswer, type WireRequest, wireServer } from './wire-server';

/** Whatever a request or an answer says. */
type Json = WireRequest['body'];

const arn = (rest: string) => `arn:aws:ecs:eu-central-1:111111111111:${rest}`;
const ok = (body: unknown = {}): WireAnswer => ({ status: 200, body });
const fault = (name: string, message: string): WireAnswer => ({
  status: 400,
  body: { __type: name, message },
});

interface FakeDeployment {
  status: string;
  taskDefinition: string;
  rolloutState: string;
  rolloutStateReason?: string;
  runningCount: number;
  desiredCount: number;
}

/**
 * ECS, ECR and CloudWatch Logs by AWS JSON 1.1: one service with its revisions, whose roll-outs
 * take two looks, and fail when told to, as the circuit breaker would have it.
 */
export class FakeAws {
  readonly calls: { readonly name: string; readonly body: WireRequest['body'] }[] = [];
  readonly revisions: { active: boolean; definition: Json }[] = [];
  deployments: FakeDeployment[] = [];
  tags: { key: string; value: string }[] = [];
  tasks: Json[] = [];
  images = new Set<string>();
  log: string[] = ['one', 'two'];
  /** What the next new revisions come to. */
  comesUp = true;
  migrationExitCode = 0;
  /** Answers to give before any other. */
  readonly faults: WireAnswer[] = [];
  private server!: Awaited<ReturnType<typeof wireServer>>;

  static async start(): Promise<FakeAws> {
    const aws = new FakeAws();
    aws.server = await wireServer((request) => aws.answer(request));
    return aws;
  }

  get url(): string {
    return this.server.url;
  }

  stop = () => this.server.stop();

  /** A revision runs, as after an earlier deploy. */
  runs(definition: unknown): string {
    const revision = this.register(definition);
    this.deployments = [deploymentOf(revision, 'COMPLETED')];
    return revision;
  }

  register(definition: Json): string {
    this.revisions.push({ active: true, definition });
    return arn(`task-definition/${definition.family}:${this.revisions.length}`);
  }

  get running(): string {
    return this.deployments.find(({ status }) => status === 'PRIMARY')!.taskDefinition;
  }

  namesOfCalls = () => this.calls.map(({ name }) => name);

  static readonly throttled = fault('ThrottlingException', 'Rate exceeded');
  static readonly expired = fault('ExpiredTokenException', 'The security token has expired');

  private answer({ headers, body }: WireRequest): WireAnswer {
    const name = String(headers['x-amz-target']).split('.').at(-1)!;
    this.calls.push({ name, body });
    const early = this.faults.shift();
    if (early !== undefined) return early;
    switch (name) {
      case 'DescribeImages':
        return this.images.has(body.imageIds[0].imageDigest)
          ? ok({ imageDetails: body.imageIds })
          : fault('ImageNotFoundException', 'The image with that digest does not exist');
      case 'DescribeServices':
        return this.describeService();
      case 'DescribeTaskDefinition':
        return this.describeRevision(body.taskDefinition);
      case 'RegisterTaskDefinition':
        return ok({ taskDefinition: { taskDefinitionArn: this.register(body) } });
      case 'DeregisterTaskDefinition':
        this.revisions[indexOf(body.taskDefinition)]!.active = false;
        return ok();
      case 'UpdateService':
        this.deployments = [
          deploymentOf(body.taskDefinition, 'IN_PROGRESS'),
          { ...this.deployments[0]!, status: 'ACTIVE' },
        ];
        return ok({ service: {} });
      case 'RunTask':
        return this.runTask(body);
      case 'ListTasks':
        return ok({ taskArns: this.tasksLike(body).map(({ taskArn }) => taskArn) });
      case 'DescribeTasks':
        return ok({ tasks: this.tasks.filter(({ taskArn }) => body.tasks.includes(taskArn)) });
      case 'TagResource':
        this.tags = [...this.tags.filter(({ key }) => key !== body.tags[0].key), ...body.tags];
        return ok();
      case 'UntagResource':
        this.tags = this.tags.filter(({ key }) => !body.tagKeys.includes(key));
        return ok();
      case 'GetLogEvents':
        return ok({ events: this.log.map((message) => ({ message })) });
      default:
        return fault('UnknownOperationException', name);
    }
  }

  private describeService(): WireAnswer {
    const service = {
      serviceName: 'mcp-server',
      serviceArn: arn('service/mcp/mcp-server'),
      status: 'ACTIVE',
      taskDefinition: this.running,
      deployments: this.deployments.map((one) => ({ ...one })),
      tags: this.tags,
      networkConfiguration: { awsvpcConfiguration: { subnets: ['subnet-1'] } },
    };
    const [newest, former] = this.deployments;
    // What is described now is different at the next look.
    if (newest?.rolloutState === 'IN_PROGRESS') {
      const isOld =
        former !== undefined && this.revisions.length > indexOf(newest.taskDefinition) + 1;
      if (this.comesUp || isOld)
        this.deployments = [deploymentOf(newest.taskDefinition, 'COMPLETED')];
      else {
        newest.rolloutState = 'FAILED';
        newest.rolloutStateReason = 'deployment failed: tasks failed to start';
        this.tasks.push(stoppedTask(newest.taskDefinition));
      }
    }
    return ok({ services: [service], failures: [] });
  }

  private describeRevision(name: string): WireAnswer {
    const index = name.includes(':task-definition/')
      ? indexOf(name)
      : this.revisions.findLastIndex(({ active }) => active);
    const found = this.revisions[index];
    if (!found) return fault('ClientException', 'Unable to describe task definition.');
    const { family } = found.definition;
    const taskDefinitionArn = arn(`task-definition/${family}:${index + 1}`);
    // ECS adds what was not given.
    const [container] = found.definition.containerDefinitions;
    const containerDefinitions = [{ ...container, cpu: 0, mountPoints: [], volumesFrom: [] }];
    const added = { revision: index + 1, status: 'ACTIVE', placementConstraints: [] };
    return ok({
      taskDefinition: { ...found.definition, containerDefinitions, taskDefinitionArn, ...added },
    });
  }

  private runTask(body: WireRequest['body']): WireAnswer {
    const taskArn = arn(`task/mcp/migration${this.tasks.length}`);
    this.tasks.push({
      ...{ taskArn, startedBy: body.startedBy, taskDefinitionArn: body.taskDefinition },
      ...{ lastStatus: 'STOPPED', stoppedReason: 'Essential container in task exited' },
      containers: [{ name: 'api', exitCode: this.migrationExitCode }],
    });
    return ok({ tasks: [{ taskArn }], failures: [] });
  }

  private tasksLike({ serviceName, startedBy, desiredStatus }: WireRequest['body']) {
    return this.tasks.filter(
      (task) =>
        (serviceName === undefined || task.startedBy === undefined) &&
        (startedBy === undefined || task.startedBy === startedBy) &&
        (task.lastStatus === 'STOPPED') === (desiredStatus === 'STOPPED'),
    );
  }
}

const indexOf = (revision: string) => Number(revision.split(':').at(-1)) - 1;

const deploymentOf = (taskDefinition: string, rolloutState: string): FakeDeployment => ({
  ...{ status: 'PRIMARY', taskDefinition, rolloutState, desiredCount: 2 },
  runningCount: rolloutState === 'COMPLETED' ? 2 : 0,
});

const stoppedTask = (taskDefinitionArn: string) => ({
  ...{ taskArn: arn('task/mcp/broken'), taskDefinitionArn, lastStatus: 'STOPPED' },
  stoppedReason: 'Task failed container health checks',
  containers: [{ name: 'api', exitCode: 78 }],
});
