import { join } from 'node:path';
import { DeployError } from '../../deploy/deploy.error';
import type { KnativeJob } from '../../deploy/google/cloud-run-api';
import type { GoogleEnvironment } from '../../deploy/google/google-environment';
import type { KnativeService } from '../../deploy/google/knative-service';
import { manifestFiles } from './manifest-files';
import type { Release } from '../../deploy/platform';
import { publicPathsVariable } from '../../deploy/public-paths';
import { fillPlaceholders, readTemplate } from '../../deploy/templates/template';

export interface RenderedService {
  readonly service: KnativeService;
  /** Only the api brings one. */
  readonly migration?: KnativeJob;
}

/** The manifests of an app with its image. @throws {DeployError} USAGE */
export function renderService(
  folder: string,
  { app, environment, image }: Release,
  settings: GoogleEnvironment,
): RenderedService {
  const files = manifestFiles[app];
  if (files === undefined) {
    const known = Object.keys(manifestFiles).join(', ');
    throw new DeployError('USAGE', `Cloud Run has no manifest of ${app}: there are ${known}.`);
  }
  const publicPaths = publicPathsVariable(folder);
  const values = { ...settings, environment, image, publicPaths };
  const render = <T>(file: string) => fillPlaceholders<T>(readTemplate(join(folder, file)), values);
  return {
    service: render<KnativeService>(files.service),
    ...(files.migration === undefined ? {} : { migration: render<KnativeJob>(files.migration) }),
  };
}
