import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import { DescribeImagesCommand, ECRClient } from '@aws-sdk/client-ecr';
import { ECSClient } from '@aws-sdk/client-ecs';
import { awsCall, awsRequestLimits } from '../../deploy/aws-call';
import type { Clock } from '../../deploy/clock';
import { DeployError } from '../../deploy/deploy.error';
import { type ImageReference, parseImageReference } from '../../deploy/image-reference';
import { readLockTag, writeLockTag } from '../../deploy/lock-tag';
import type { LockStore, Platform, Release } from '../../deploy/platform';
import { waitUntil } from '../../deploy/wait-until';
import { organization } from '../../identity';
import { EcsApi } from './ecs-api';
import { EcsFiles } from './ecs-files';
import { runMigration } from './migration';
import { type EcsPlan, planEcs } from './plan-ecs';
import { proveStart } from './prove-start';
import { rollOutState } from './roll-out-state';
import { stoppedTasks } from './stopped-tasks';

const POLL_MS = 5_000;
const MIGRATION_TIMEOUT_MS = 15 * 60_000;
const ROLL_OUT_TIMEOUT_MS = 20 * 60_000;
const START_TIMEOUT_MS = 5 * 60_000;
/** By the SDK, over about half a minute where AWS throttles. */
const MAX_ATTEMPTS = 6;
const LOCK_TAG = `${organization}:deploy:lock`;

interface EcsClients {
  readonly ecs: EcsApi;
  readonly ecr: ECRClient;
  readonly logs: CloudWatchLogsClient;
}

/** Deploys to services of ECS by new revisions of their task definitions. */
export class EcsPlatform implements Platform<EcsPlan> {
  readonly lock: LockStore<EcsPlan> = {
    read: async ({ settings }) => {
      const { tags = [] } = await this.clients.ecs.service(settings.service);
      return readLockTag(tags.find(({ key }) => key === LOCK_TAG)?.value);
    },
    write: ({ service }, lock) =>
      this.clients.ecs.tag(service.serviceArn!, LOCK_TAG, writeLockTag(lock)),
    clear: ({ service }) => this.clients.ecs.untag(service.serviceArn!, LOCK_TAG),
  };

  constructor(
    private readonly files: EcsFiles,
    private readonly clients: EcsClients,
    private readonly clock: Clock,
  ) {}

  /** @param folder the workspace's `deploy/ecs` */
  static open({ environment, image }: Release, folder: string, clock: Clock): EcsPlatform {
    const files = new EcsFiles(folder);
    const { region, cluster } = files.environment(environment);
    const { ecr } = parseImageReference(image);
    const config = { region, maxAttempts: MAX_ATTEMPTS, requestHandler: awsRequestLimits };
    const clients = {
      ecs: new EcsApi(new ECSClient(config), cluster),
      ecr: new ECRClient({ ...config, region: ecr?.region ?? region }),
      logs: new CloudWatchLogsClient(config),
    };
    return new EcsPlatform(files, clients, clock);
  }

  async plan(release: Release, signal: AbortSignal): Promise<EcsPlan> {
    await requireImage(this.clients.ecr, parseImageReference(release.image), signal);
    return planEcs(this.clients.ecs.within(signal), this.files, release);
  }

  async migrate(plan: EcsPlan, signal: AbortSignal): Promise<void> {
    const { logs } = this.clients;
    const ecs = this.clients.ecs.within(signal);
    plan.revision ??= await ecs.register(plan.definition);
    await runMigration(ecs, logs, plan, plan.revision, this.wait(MIGRATION_TIMEOUT_MS, signal));
  }

  async rollOut(plan: EcsPlan, signal: AbortSignal): Promise<void> {
    const { settings, revision, state } = plan;
    const ecs = this.clients.ecs.within(signal);
    if (state !== 'continue') {
      if (plan.asleep) await this.proveStart(plan, signal);
      await ecs.update(settings.service, revision!);
    }
    await this.waitForSteady(settings.service, revision!, signal);
  }

  async rollBack({ settings, revision, former }: EcsPlan, signal: AbortSignal): Promise<void> {
    const ecs = this.clients.ecs.within(signal);
    if (former === revision) {
      throw new DeployError('NOT_FOUND', `${settings.service} has no revision that ran well.`);
    }
    const { deployments } = await ecs.service(settings.service);
    const primary = deployments?.find(({ status }) => status === 'PRIMARY');
    // The circuit breaker may have gone back by itself.
    if (primary?.taskDefinition !== former) await ecs.update(settings.service, former);
    await this.waitForSteady(settings.service, former, signal);
    // Nobody should start it again by the name of its family. What runs does not depend on it.
    await ecs.deregister(revision!).catch(() => undefined);
  }

  async report(plan: EcsPlan, signal: AbortSignal): Promise<readonly string[]> {
    const { settings, revision, definition } = plan;
    const { service, container } = settings;
    const wanted = { service, container, revision: revision!, definition };
    return stoppedTasks(this.clients.ecs.within(signal), this.clients.logs, wanted);
  }

  /** One task of the revision must become healthy where the service itself runs none. */
  private async proveStart(plan: EcsPlan, signal: AbortSignal): Promise<void> {
    const { logs } = this.clients;
    const ecs = this.clients.ecs.within(signal);
    await proveStart(ecs, logs, plan, plan.revision!, this.wait(START_TIMEOUT_MS, signal));
  }

  private async waitForSteady(name: string, revision: string, signal: AbortSignal): Promise<void> {
    const ecs = this.clients.ecs.within(signal);
    await waitUntil(`The roll-out of ${name}`, this.wait(ROLL_OUT_TIMEOUT_MS, signal), async () => {
      const state = rollOutState(await ecs.service(name), revision);
      if (state.is === 'failed') throw new DeployError('FAILED', `${name}: ${state.reason}.`);
      return state.is === 'done' ? state : undefined;
    });
  }

  private wait(timeoutMs: number, signal: AbortSignal) {
    return { clock: this.clock, pollMs: POLL_MS, timeoutMs, signal };
  }
}

/**
 * Refuses an image that is not in Amazon's registry, before anything is changed. Other registries
 * are not asked: their tasks would fail to start.
 *
 * @throws {DeployError} NOT_FOUND
 */
async function requireImage(
  ecr: ECRClient,
  image: ImageReference,
  signal: AbortSignal,
): Promise<void> {
  if (image.ecr === undefined) return;
  const command = new DescribeImagesCommand({
    registryId: image.ecr.account,
    repositoryName: image.name,
    imageIds: [{ imageDigest: image.digest }],
  });
  await awsCall('ecr:DescribeImages', signal, (options) => ecr.send(command, options));
}
