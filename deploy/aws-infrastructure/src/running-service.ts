import type { Service } from '@aws-sdk/client-ecs';
import { DeployError } from '@repo/platform/src/deploy/deploy.error';
import type { EcsApi } from '@repo/platform/src/platforms/ecs/ecs-api';
import { ecsFiles } from './environment';

/** A service as it is now, or `undefined` where there is none. */
export async function runningService(ecs: EcsApi, app: string): Promise<Service | undefined> {
  try {
    return await ecs.service(ecsFiles.service(app).service);
  } catch (error) {
    if (error instanceof DeployError && error.code === 'NOT_FOUND') return undefined;
    throw error;
  }
}
