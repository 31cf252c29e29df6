import { organization } from '../../../identity';
import type { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import type { ECRClient } from '@aws-sdk/client-ecr';
import type { Clock } from '../../clock';
import { DeployError } from '../../deploy.error';
import { parseImageReference } from '../../image-reference';
import type { DeployLock, Platform, Release } from '../../platform';
import { waitUntil } from '../../wait-until';
import type { EcsApi } from './ecs-api';
import type { EcsFiles } from './ecs-files';
import { readLockTag, writeLockTag } from './lock-tag';
import type { EcsPlan } from './ecs-plan';
import { planEcs } from './plan-ecs';
import { requireImage } from './require-image';
import { rollOutState } from './roll-out-state';
import { runMigration } from './migration';
import { stoppedTasks } from './stopped-tasks';

const pollMs = 5_000;
const migrationMs = 15 * 60_000;
const rollOutMs = 20 * 60_000;
const lockKey = `${organization}:deploy:lock`;

export interface EcsClients {
  readonly ecs: EcsApi;
  readonly ecr: ECRClient;
  readonly logs: CloudWatchLogsClient;
}

/** Deploys to services of ECS by new revisions of their task definitions. */
export class EcsPlatform implements Platform<EcsPlan> {
  constructor(
    private readonly files: EcsFiles,
    private readonly clients: EcsClients,
    private readonly clock: Clock,
  ) {}

  async plan(release: Release): Promise<EcsPlan> {
    await requireImage(this.clients.ecr, parseImageReference(release.image));
    return planEcs(this.clients.ecs, this.files, release);
  }

  async readLock({ settings }: EcsPlan): Promise<DeployLock | undefined> {
    const { tags = [] } = await this.clients.ecs.service(settings.service);
    return readLockTag(tags.find(({ key }) => key === lockKey)?.value);
  }

  async writeLock({ service }: EcsPlan, lock: DeployLock): Promise<void> {
    await this.clients.ecs.tag(service.serviceArn!, lockKey, writeLockTag(lock));
  }

  async clearLock({ service }: EcsPlan): Promise<void> {
    await this.clients.ecs.untag(service.serviceArn!, lockKey);
  }

  async migrate(plan: EcsPlan, signal: AbortSignal): Promise<void> {
    const { ecs, logs } = this.clients;
    plan.revision ??= await ecs.register(plan.definition);
    await runMigration(ecs, logs, plan, plan.revision, this.wait(migrationMs, signal));
  }

  async rollOut(plan: EcsPlan, signal: AbortSignal): Promise<void> {
    const { settings, revision, state } = plan;
    if (state !== 'continue') await this.clients.ecs.update(settings.service, revision!);
    await this.waitForSteady(settings.service, revision!, signal);
  }

  async rollBack({ settings, revision, former }: EcsPlan): Promise<void> {
    const { ecs } = this.clients;
    if (former === revision) {
      throw new DeployError('NOT_FOUND', `${settings.service} has no revision that ran well.`);
    }
    const { deployments } = await ecs.service(settings.service);
    const primary = deployments?.find(({ status }) => status === 'PRIMARY');
    // The circuit breaker may have gone back by itself.
    if (primary?.taskDefinition !== former) await ecs.update(settings.service, former);
    await this.waitForSteady(settings.service, former);
    // Nobody should start it again by the name of its family.
    await ecs.deregister(revision!);
  }

  async report({ settings, revision, definition }: EcsPlan): Promise<readonly string[]> {
    const { ecs, logs } = this.clients;
    const { service, container } = settings;
    const wanted = { service, container, revision: revision!, definition };
    return stoppedTasks(ecs, logs, wanted).catch((error: Error) => [error.message]);
  }

  private async waitForSteady(name: string, revision: string, signal?: AbortSignal): Promise<void> {
    await waitUntil(`The roll-out of ${name}`, this.wait(rollOutMs, signal), async () => {
      const state = rollOutState(await this.clients.ecs.service(name), revision);
      if (state.is === 'failed') throw new DeployError('FAILED', `${name}: ${state.reason}.`);
      return state.is === 'done' ? state : undefined;
    });
  }

  private wait(atMost: number, signal?: AbortSignal) {
    return { clock: this.clock, every: pollMs, atMost, signal };
  }
}
