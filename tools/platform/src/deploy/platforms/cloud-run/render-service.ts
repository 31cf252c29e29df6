import { join } from 'node:path';
import { DeployError } from '../../deploy.error';
import type { Release } from '../../platform';
import { fillPlaceholders } from '../templates/fill-placeholders';
import { readTemplate } from '../templates/read-template';
import type { KnativeJob } from './cloud-run-api';
import type { GoogleEnvironment } from './environment-file';
import type { KnativeService } from './knative';

const templates: Readonly<Record<string, { service: string; migration?: string }>> = {
  api: { service: 'service.yaml', migration: 'migration.yaml' },
  worker: { service: 'worker.yaml' },
};

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
  const files = templates[app];
  if (files === undefined) {
    const known = Object.keys(templates).join(', ');
    throw new DeployError('USAGE', `Cloud Run has no manifest of ${app}: there are ${known}.`);
  }
  const render = <T>(file: string) =>
    fillPlaceholders(readTemplate<T>(join(folder, file)), { ...settings, environment, image });
  return {
    service: render<KnativeService>(files.service),
    ...(files.migration === undefined ? {} : { migration: render<KnativeJob>(files.migration) }),
  };
}
