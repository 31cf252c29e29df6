import type { Service } from '@aws-sdk/client-ecs';
import { DeployError } from '@repo/platform/src/deploy/deploy.error';
import { type Wait, waitUntil } from '@repo/platform/src/deploy/wait-until';
import type { EcsApi } from '@repo/platform/src/platforms/ecs/ecs-api';
import { rollOutState } from '@repo/platform/src/platforms/ecs/roll-out-state';
import { ecsFiles } from './environment';
import { serviceDifferences } from './service-differences';
import type { ServiceSettings } from './service-settings';

/** Of whatever revision the service should run: a deploy may change that meanwhile. */
const stateOf = (service: Service) => {
  const primary = service.deployments?.find(({ status }) => status === 'PRIMARY');
  return rollOutState(service, primary?.taskDefinition ?? 'none');
};

/** Whether an earlier run, or somebody else, began what has not ended yet. */
export const isUnderWay = (service: Service): boolean => stateOf(service).is === 'in progress';

/**
 * Waits until a service runs all its tasks by its settings. Errors that may pass are waited through.
 *
 * @throws {DeployError} FAILED when its tasks do not come up, or when ECS's circuit breaker has gone
 *   back to the settings before; with the code of the last error when the time is up
 */
export async function waitForSteady(
  ecs: EcsApi,
  app: string,
  settings: ServiceSettings,
  wait: Wait,
): Promise<void> {
  const { service: name } = ecsFiles.service(app);
  // ECS may still tell the settings before for a moment.
  let hasBegun = false;
  await waitUntil(`A steady ${name}`, wait, async () => {
    const service = await ecs.service(name);
    const state = stateOf(service);
    if (state.is === 'failed') {
      throw new DeployError('FAILED', `${name} does not become steady: ${state.reason}.`);
    }
    const undone = serviceDifferences(service, settings);
    if (undone.length > 0) {
      if (!hasBegun) return undefined;
      throw new DeployError(
        'FAILED',
        `The tasks of ${name} did not come up, and ECS went back to the settings before.`,
        undone,
      );
    }
    hasBegun = true;
    return state.is === 'done' ? state : undefined;
  });
}
