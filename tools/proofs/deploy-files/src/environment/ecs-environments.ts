import { EcsFiles } from '@repo/platform/src/platforms/ecs/ecs-files';
import {
  renderTaskDefinition,
  templateValues,
} from '@repo/platform/src/platforms/ecs/render-task-definition';
import { join } from 'node:path';
import { appsOn } from '../apps-on';
import { workspace } from '../workspace';
import type { Deployed, EnvironmentName } from './deployed';
import { withSecrets } from './secrets';

const files = new EcsFiles(join(workspace, 'deploy/ecs'));

export function ecsEnvironments(environment: EnvironmentName): Deployed[] {
  return appsOn('ecs').flatMap((app) => {
    const values = templateValues(files.environment(environment), app, 'image');
    const definition = renderTaskDefinition(files.taskDefinition(app), values);
    const own = definition.containerDefinitions!.filter(({ name }) => name === app);
    return own.map(({ environment: open = [], secrets = [] }) => ({
      name: `ecs/${app} in ${environment}`,
      app,
      variables: withSecrets([...open, ...secrets]),
    }));
  });
}
