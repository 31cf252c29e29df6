import { fault, ok } from './aws-answer';
import { FakeEcsService } from './fake-ecs-service';
import { FakeRevisions } from './fake-revisions';
import { FakeTasks } from './fake-tasks';
import { type Answer, type WireAnswer, type WireRequest, wireServer } from './wire-server';

/** ECS with one service, ECR and CloudWatch Logs by AWS JSON 1.1. */
export class FakeAws {
  readonly calls: { readonly name: string; readonly body: WireRequest['body'] }[] = [];
  readonly revisions = new FakeRevisions();
  readonly tasks = new FakeTasks();
  readonly service = new FakeEcsService(this.revisions, this.tasks);
  /** Digests that the registry has. */
  images = new Set<string>();
  log: string[] = ['one', 'two'];
  /** Answers to give before any other. */
  readonly faults: WireAnswer[] = [];
  private server!: Awaited<ReturnType<typeof wireServer>>;

  static readonly throttled = fault('ThrottlingException', 'Rate exceeded');
  static readonly refused = fault('AccessDeniedException', 'is not authorized to perform this');
  static readonly expired = fault('ExpiredTokenException', 'The security token has expired');

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

  namesOfCalls = () => this.calls.map(({ name }) => name);

  private answer({ headers, body }: WireRequest): WireAnswer {
    const name = String(headers['x-amz-target']).split('.').at(-1)!;
    this.calls.push({ name, body });
    return this.faults.shift() ?? this.answerTo(name, body);
  }

  private answerTo(name: string, body: WireRequest['body']): WireAnswer {
    const { revisions, service, tasks } = this;
    switch (name) {
      case 'DescribeImages':
        return this.images.has(body.imageIds[0].imageDigest)
          ? ok({ imageDetails: body.imageIds })
          : fault('ImageNotFoundException', 'The image with that digest does not exist');
      case 'GetLogEvents':
        return ok({ events: this.log.map((message) => ({ message })) });
      case 'DescribeTaskDefinition':
        return revisions.describe(body.taskDefinition);
      case 'RegisterTaskDefinition':
        return ok({ taskDefinition: { taskDefinitionArn: revisions.register(body) } });
      case 'DeregisterTaskDefinition':
        revisions.deregister(body.taskDefinition);
        return ok();
      case 'DescribeServices':
        return service.describe();
      case 'UpdateService':
        return service.update(body.taskDefinition);
      case 'TagResource':
        service.tag(body.tags);
        return ok();
      case 'UntagResource':
        service.untag(body.tagKeys);
        return ok();
      case 'RunTask':
        return tasks.run(body, service.works(body.taskDefinition));
      case 'StopTask':
        tasks.stop(body.task);
        return ok();
      case 'ListTasks':
        return tasks.list(body);
      case 'DescribeTasks':
        return tasks.describe(body.tasks);
      default:
        return fault('UnknownOperationException', name);
    }
  }
}
