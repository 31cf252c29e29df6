import { DeployError } from '@repo/platform/src/deploy/deploy.error';
import type { EcsApi } from '@repo/platform/src/platforms/ecs/ecs-api';
import { type App, ecsFiles } from './environment';

/**
 * The image that a service runs now, or `undefined` where there is no service. The stack is made
 * with it, so that a change of the infrastructure never brings an old version back.
 */
export async function runningImage(ecs: EcsApi, app: App): Promise<string | undefined> {
  const { service: name, container } = ecsFiles.service(app);
  try {
    const { taskDefinition } = await ecs.service(name);
    const definition = await ecs.taskDefinition(taskDefinition!);
    return definition?.containerDefinitions?.find((one) => one.name === container)?.image;
  } catch (error) {
    if (error instanceof DeployError && error.code === 'NOT_FOUND') return undefined;
    throw error;
  }
}
