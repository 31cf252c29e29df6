import { type Answer, type WireAnswer, type WireRequest, wireServer } from './wire-server';

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
  /** Of the service. 0: its tasks are scaled away. */
  desiredCount = 2;
  /** Images whose tasks stop at once, whatever `comesUp` says. */
  readonly brokenImages = new Set<string>();
  /** A roll-out never ends. */
  stuck = false;
  /** What goes back by itself when a roll-out fails: ECS's circuit breaker. */
  breaksCircuit = false;
  private server!: Awaited<ReturnType<typeof wireServer>>;

  /** @param through stands between the clients and the service, such as faults */
  static async start(through: (answer: Answer) => Answer = (answer) => answer): Promise<FakeAws> {
    const aws = new FakeAws();
    aws.server = await wireServer(through((request) => aws.answer(request)));
    return aws;
  }

  get url(): string {
    return this.server.url;
  }

  stop = () => this.server.stop();

  /** A revision runs, as after an earlier deploy. */
  runs(definition: unknown): string {
    const revision = this.register(definition);
    this.deployments = [this.deploymentOf(revision, 'COMPLETED')];
    return revision;
  }

  register(definition: Json): string {
    this.revisions.push({ active: true, definition });
    return arn(`task-definition/${definition.family}:${this.revisions.length}`);
  }

  get running(): string {
    return this.deployments.find(({ status }) => status === 'PRIMARY')!.taskDefinition;
  }

  /** The image of a revision. */
  imageOf = (revision: string): string =>
    this.revisions[indexOf(revision)]!.definition.containerDefinitions[0].image;

  /** Tasks that run and work. */
  get serving(): number {
    return Math.max(...this.deployments.map(({ runningCount }) => runningCount));
  }

  /** Whether the revision that the service should run can still be started. */
  get isStartable(): boolean {
    return this.revisions[indexOf(this.running)]!.active;
  }

  namesOfCalls = () => this.calls.map(({ name }) => name);

  static readonly throttled = fault('ThrottlingException', 'Rate exceeded');
  static readonly refused = fault('AccessDeniedException', 'is not authorized to perform this');
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
        return this.updateService(body.taskDefinition);
      case 'StopTask':
        Object.assign(
          this.tasks.find(({ taskArn }) => taskArn === body.task),
          {
            lastStatus: 'STOPPED',
          },
        );
        return ok();
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

  private updateService(revision: string): WireAnswer {
    if (!this.revisions[indexOf(revision)]?.active) {
      return fault('ClientException', 'TaskDefinition is inactive');
    }
    if (this.running !== revision) this.begin(revision);
    return ok({ service: {} });
  }

  private begin(revision: string): void {
    const others = this.deployments
      .filter(({ runningCount, desiredCount }) => runningCount > 0 || desiredCount === 0)
      .map((one) => ({ ...one, status: 'ACTIVE' }));
    this.deployments = [this.deploymentOf(revision, 'IN_PROGRESS'), ...others];
  }

  private describeService(): WireAnswer {
    const service = {
      serviceName: 'mcp-server',
      serviceArn: arn('service/mcp/mcp-server'),
      status: 'ACTIVE',
      desiredCount: this.desiredCount,
      taskDefinition: this.running,
      deployments: this.deployments.map((one) => ({ ...one })),
      tags: this.tags,
      networkConfiguration: { awsvpcConfiguration: { subnets: ['subnet-1'] } },
    };
    // What is described now is different at the next look.
    this.goOn();
    return ok({ services: [service], failures: [] });
  }

  /** What the service does between two looks. */
  goOn(): void {
    const [newest, former] = this.deployments;
    if (newest?.rolloutState !== 'IN_PROGRESS' || this.stuck) return;
    const { taskDefinition } = newest;
    const isOld = former !== undefined && this.revisions.length > indexOf(taskDefinition) + 1;
    const works = !this.brokenImages.has(this.imageOf(taskDefinition)) && (this.comesUp || isOld);
    if (works || this.desiredCount === 0) {
      this.deployments = [this.deploymentOf(taskDefinition, 'COMPLETED')];
      return;
    }
    newest.rolloutState = 'FAILED';
    newest.rolloutStateReason = 'deployment failed: tasks failed to start';
    this.tasks.push(stoppedTask(taskDefinition));
    if (this.breaksCircuit && former !== undefined) this.begin(former.taskDefinition);
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
    const containerDefinitions = found.definition.containerDefinitions.map((given: object) => ({
      ...{ cpu: 0, mountPoints: [], volumesFrom: [] },
      ...given,
    }));
    const added = { revision: index + 1, status: 'ACTIVE', placementConstraints: [] };
    return ok({
      taskDefinition: { ...found.definition, containerDefinitions, taskDefinitionArn, ...added },
    });
  }

  private runTask(body: WireRequest['body']): WireAnswer {
    // A request that is sent again is carried out once.
    const earlier = this.tasks.find(({ clientToken }) => clientToken === body.clientToken);
    if (earlier) return ok({ tasks: [{ taskArn: earlier.taskArn }], failures: [] });
    const taskArn = arn(`task/mcp/migration${this.tasks.length}`);
    const task = {
      ...{ taskArn, startedBy: body.startedBy, taskDefinitionArn: body.taskDefinition },
      clientToken: body.clientToken,
    };
    const isMigration = body.overrides !== undefined;
    const works = this.comesUp && !this.brokenImages.has(this.imageOf(body.taskDefinition));
    this.tasks.push(
      !isMigration && works
        ? { ...task, lastStatus: 'RUNNING', healthStatus: 'HEALTHY' }
        : {
            ...task,
            ...{ lastStatus: 'STOPPED', stoppedReason: 'Essential container in task exited' },
            containers: [{ name: 'api', exitCode: isMigration ? this.migrationExitCode : 78 }],
          },
    );
    return ok({ tasks: [{ taskArn }], failures: [] });
  }

  private deploymentOf(taskDefinition: string, rolloutState: string): FakeDeployment {
    const { desiredCount } = this;
    const runningCount = rolloutState === 'COMPLETED' ? desiredCount : 0;
    return { status: 'PRIMARY', taskDefinition, rolloutState, desiredCount, runningCount };
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

const stoppedTask = (taskDefinitionArn: string) => ({
  ...{ taskArn: arn('task/mcp/broken'), taskDefinitionArn, lastStatus: 'STOPPED' },
  stoppedReason: 'Task failed container health checks',
  containers: [{ name: 'api', exitCode: 78 }],
});
