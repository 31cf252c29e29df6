import { arn, fault, type Json, ok } from './aws-answer';
import type { FakeRevisions } from './fake-revisions';
import type { FakeTasks } from './fake-tasks';
import type { WireAnswer } from './wire-server';

interface FakeDeployment {
  status: string;
  taskDefinition: string;
  rolloutState: string;
  rolloutStateReason?: string;
  runningCount: number;
  desiredCount: number;
}

/** A service, whose roll-outs take two looks, and fail when told to. */
export class FakeEcsService {
  deployments: FakeDeployment[] = [];
  tags: { key: string; value: string }[] = [];
  /** 0: its tasks are scaled away. */
  desiredCount = 2;
  /** What the next new revisions come to. */
  comesUp = true;
  /** Images whose tasks stop at once, whatever `comesUp` says. */
  readonly brokenImages = new Set<string>();
  /** A roll-out never ends. */
  stuck = false;
  /** What goes back by itself when a roll-out fails: ECS's circuit breaker. */
  breaksCircuit = false;

  constructor(
    private readonly revisions: FakeRevisions,
    private readonly tasks: FakeTasks,
  ) {}

  /** A revision runs, as after an earlier deploy. */
  runs(definition: Json): string {
    const revision = this.revisions.register(definition);
    this.deployments = [this.deploymentOf(revision, 'COMPLETED')];
    return revision;
  }

  get running(): string {
    return this.deployments.find(({ status }) => status === 'PRIMARY')!.taskDefinition;
  }

  /** The image of what should run. */
  get image(): string {
    return this.revisions.imageOf(this.running);
  }

  /** Tasks that run and work. */
  get serving(): number {
    return Math.max(...this.deployments.map(({ runningCount }) => runningCount));
  }

  /** Whether the revision that the service should run can still be started. */
  get isStartable(): boolean {
    return this.revisions.isActive(this.running);
  }

  /** Whether a new task of a revision comes up. */
  works(revision: string): boolean {
    return this.comesUp && !this.brokenImages.has(this.revisions.imageOf(revision));
  }

  update(revision: string): WireAnswer {
    if (!this.revisions.isActive(revision)) {
      return fault('ClientException', 'TaskDefinition is inactive');
    }
    if (this.running !== revision) this.begin(revision);
    return ok({ service: {} });
  }

  describe(): WireAnswer {
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

  tag(tags: typeof this.tags): void {
    this.tags = [...this.tags.filter(({ key }) => key !== tags[0]!.key), ...tags];
  }

  untag(keys: readonly string[]): void {
    this.tags = this.tags.filter(({ key }) => !keys.includes(key));
  }

  private begin(revision: string): void {
    const others = this.deployments
      .filter(({ runningCount, desiredCount }) => runningCount > 0 || desiredCount === 0)
      .map((one) => ({ ...one, status: 'ACTIVE' }));
    this.deployments = [this.deploymentOf(revision, 'IN_PROGRESS'), ...others];
  }

  /** What the service does between two looks. */
  private goOn(): void {
    const [newest, former] = this.deployments;
    if (newest?.rolloutState !== 'IN_PROGRESS' || this.stuck) return;
    const { taskDefinition } = newest;
    const isOld = former !== undefined && !this.revisions.isNewest(taskDefinition);
    const isBroken = this.brokenImages.has(this.revisions.imageOf(taskDefinition));
    if ((!isBroken && (this.comesUp || isOld)) || this.desiredCount === 0) {
      this.deployments = [this.deploymentOf(taskDefinition, 'COMPLETED')];
      return;
    }
    newest.rolloutState = 'FAILED';
    newest.rolloutStateReason = 'deployment failed: tasks failed to start';
    this.tasks.fail(taskDefinition);
    if (this.breaksCircuit && former !== undefined) this.begin(former.taskDefinition);
  }

  private deploymentOf(taskDefinition: string, rolloutState: string): FakeDeployment {
    const { desiredCount } = this;
    const runningCount = rolloutState === 'COMPLETED' ? desiredCount : 0;
    return { status: 'PRIMARY', taskDefinition, rolloutState, desiredCount, runningCount };
  }
}
