import { asDeployError, DeployError } from '../../deploy/deploy.error';
import { parseImageReference } from '../../deploy/image-reference';
import type { Platform, Release } from '../../deploy/platform';
import { requireFormer } from '../../deploy/release';
import { readEnvironment } from '../../deploy/templates/read-environment';
import { CloudRunApi } from '../../deploy/google/cloud-run-api';
import { type CloudRunEnvironment, cloudRunEnvironment } from './environment-file';
import { type CloudRunPlan, planCloudRun } from './plan-cloud-run';
import { renderService } from './render-service';

/**
 * Deploys to services of Cloud Run: a new revision without traffic, and the traffic once it is
 * ready. It needs no lock: Cloud Run refuses a change to what has changed meanwhile.
 */
export class CloudRunPlatform implements Platform<CloudRunPlan> {
  private readonly environment: CloudRunEnvironment;
  private readonly api: CloudRunApi;

  /** @param folder the workspace's `deploy/cloud-run` */
  constructor(
    private readonly folder: string,
    environment: string,
  ) {
    this.environment = readEnvironment(folder, environment, cloudRunEnvironment);
    this.api = new CloudRunApi(this.environment);
  }

  async plan(release: Release, signal: AbortSignal): Promise<CloudRunPlan> {
    parseImageReference(release.image);
    return planCloudRun(
      this.api.within(signal),
      renderService(this.folder, release, this.environment),
    );
  }

  async migrate({ migration }: CloudRunPlan, signal: AbortSignal): Promise<void> {
    if (migration === undefined) return;
    try {
      await this.api.within(signal).runJob(migration);
    } catch (error) {
      signal.throwIfAborted();
      const { code, message, details } = asDeployError(error);
      if (code !== 'FAILED') throw error;
      throw new DeployError('MIGRATION_FAILED', message, details, { cause: error });
    }
  }

  async rollOut(plan: CloudRunPlan, signal: AbortSignal): Promise<void> {
    const { service, revision, state } = plan;
    const api = this.api.within(signal);
    if (state !== 'continue') await api.replace(service);
    await api.serve(service.metadata.name, revision);
  }

  async rollBack({ service, former }: CloudRunPlan, signal: AbortSignal): Promise<void> {
    await this.api.within(signal).serve(service.metadata.name, requireFormer(former));
  }

  async report({ revision }: CloudRunPlan, signal: AbortSignal): Promise<readonly string[]> {
    return this.api.within(signal).logTail(revision);
  }
}
