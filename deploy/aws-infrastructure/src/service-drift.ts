import type { EcsApi } from '@repo/platform/src/platforms/ecs/ecs-api';
import { apps, ecsFiles } from './environment';
import { runningService } from './running-service';
import { serviceDifferences } from './service-differences';
import { serviceSettings, type ServicePlace } from './service-settings';

/**
 * What the services are and should not be, one line each: no stack owns them, so CloudFormation does
 * not see it. What they run and how many tasks they have are not looked at, as the deploy program and
 * autoscaling change both.
 */
export async function serviceDrift(ecs: EcsApi, place: ServicePlace): Promise<string[]> {
  const found: string[] = [];
  for (const app of apps) {
    const { service } = ecsFiles.service(app);
    const live = await runningService(ecs, app);
    const lines = live ? serviceDifferences(live, serviceSettings(app, place)) : ['is not there'];
    found.push(...lines.map((line) => `${service}: ${line}`));
  }
  return found;
}
