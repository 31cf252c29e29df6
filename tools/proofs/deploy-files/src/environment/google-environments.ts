import { readFunction } from '@repo/platform/src/platforms/cloud-functions/function-file';
import { googleEnvironment } from '@repo/platform/src/deploy/google/google-environment';
import { cloudRunEnvironment } from '@repo/platform/src/platforms/cloud-run/environment-file';
import { renderService } from '@repo/platform/src/platforms/cloud-run/render-service';
import { readEnvironment } from '@repo/platform/src/deploy/templates/read-environment';
import { join } from 'node:path';
import { appsOn } from '../apps-on';
import { workspace } from '../workspace';
import type { Deployed, EnvironmentName } from './deployed';
import { withSecrets } from './secrets';

type Container = Readonly<Record<'env', readonly { name: string; value?: string }[]>>;

/** The services, the job, and the function. */
export function googleEnvironments(environment: EnvironmentName): Deployed[] {
  const folder = join(workspace, 'deploy/cloud-run');
  const settings = readEnvironment(folder, environment, cloudRunEnvironment);
  const render = (app: string) =>
    renderService(folder, { app, environment, image: 'image' }, settings);
  const { migration } = render('api');
  const containersOf = (spec: unknown) => (spec as { containers: Container[] }).containers;
  const deployed = (what: string, app: Deployed['app'], spec: unknown): Deployed => ({
    name: `cloud-run/${what} in ${environment}`,
    app,
    variables: withSecrets(containersOf(spec)[0]!.env),
  });
  return [
    ...appsOn('cloud-run').map((app) => deployed(app, app, render(app).service.spec.template.spec)),
    deployed('migration', 'api', jobSpec(migration)),
    functionEnvironment(environment),
  ];
}

function jobSpec(job: unknown): unknown {
  type Nested = Readonly<Record<'spec', { template: { spec: { template: { spec: unknown } } } }>>;
  return (job as Nested).spec.template.spec.template.spec;
}

function functionEnvironment(environment: EnvironmentName): Deployed {
  const folder = join(workspace, 'deploy/cloud-functions');
  const settings = readEnvironment(folder, environment, googleEnvironment);
  const { environment: open, secrets } = readFunction(folder, settings);
  const given = [...Object.entries(open), ...Object.entries(secrets)];
  return {
    name: `cloud-functions in ${environment}`,
    app: 'serverless',
    variables: withSecrets(given.map(([name, value]) => ({ name, value }))),
  };
}
