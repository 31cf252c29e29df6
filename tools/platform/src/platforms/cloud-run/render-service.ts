import { join } from 'node:path';
import type { KnativeJob } from '../../deploy/google/cloud-run-api';
import type { KnativeService } from '../../deploy/google/knative-service';
import type { CloudRunEnvironment } from './environment-file';
import { MIGRATING_APP } from '../../deploy/migrating-app';
import type { Release } from '../../deploy/platform';
import { publicPathsVariable } from '../../deploy/public-paths';
import { settingsOf } from '../../deploy/templates/server-settings';
import { fillPlaceholders, readTemplate } from '../../deploy/templates/template';

export interface RenderedService {
  readonly service: KnativeService;
  /** Only the api brings one. */
  readonly migration?: KnativeJob;
}

/**
 * The manifests of an app with its image: `<app>.yaml`, and of the api `migration.yaml`.
 *
 * @throws {DeployError} USAGE
 */
export function renderService(
  folder: string,
  { app, environment, image }: Release,
  settings: CloudRunEnvironment,
): RenderedService {
  const publicPaths = publicPathsVariable(folder);
  const values = { ...settingsOf(settings, app), environment, image, publicPaths };
  const render = <T>(file: string) => fillPlaceholders<T>(readTemplate(join(folder, file)), values);
  return {
    service: render<KnativeService>(`${app}.yaml`),
    ...(app === MIGRATING_APP ? { migration: render<KnativeJob>('migration.yaml') } : {}),
  };
}
