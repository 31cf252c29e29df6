import { functionEnvironment } from '@repo/platform/src/platforms/azure-functions/environment-file';
import { containerEnvironment } from '@repo/platform/src/platforms/container-instances/environment-file';
import {
  readGroup,
  renderGroup,
} from '@repo/platform/src/platforms/container-instances/render-group';
import { readEnvironment } from '@repo/platform/src/deploy/templates/read-environment';
import { settingsOf } from '@repo/platform/src/deploy/templates/server-settings';
import { join } from 'node:path';
import { type ArmTemplate, ofType } from '../azure-functions/arm-template';
import type { Group } from '../container-instances/group-faults';
import { appsOn } from '../apps-on';
import { textOf, workspace } from '../workspace';
import type { Deployed, EnvironmentName } from './deployed';
import { withSecrets } from './secrets';

/** The container groups and the function. */
export function azureEnvironments(environment: EnvironmentName): Deployed[] {
  return [
    ...appsOn('container-instances').map((app) => groupEnvironment(app, app, environment)),
    groupEnvironment('api', 'migration', environment),
    appSettings(environment),
  ];
}

function groupEnvironment(app: string, what: string, environment: EnvironmentName): Deployed {
  const folder = join(workspace, 'deploy/container-instances');
  const read = readGroup(folder, `${what}.yaml`);
  const settings = readEnvironment(folder, environment, containerEnvironment);
  const values = Object.fromEntries(read.secrets.map((name) => [name, name]));
  const group = renderGroup(read, settingsOf(settings, app), 'image', values) as unknown as Group;
  const { environmentVariables } = group.properties.containers[0]!.properties;
  return {
    name: `container-instances/${what} in ${environment}`,
    app,
    variables: withSecrets(environmentVariables),
  };
}

interface SiteConfig {
  readonly appSettings: readonly { name: string; value: string }[];
}

function appSettings(environment: EnvironmentName): Deployed {
  const path = 'deploy/azure-functions';
  const settings = readEnvironment(join(workspace, path), environment, functionEnvironment);
  const template = JSON.parse(textOf(`${path}/infrastructure.json`)) as ArmTemplate;
  const site = ofType(template, 'Microsoft.Web/sites')[0]!;
  const { appSettings: given } = site.properties!['siteConfig'] as SiteConfig;
  const variables = given.map(({ name, value }) => ({
    name,
    value: evaluated(value, { corsOrigins: '', trustedProxies: '', ...settings }),
  }));
  return {
    name: `azure-functions in ${environment}`,
    app: 'serverless',
    variables: withSecrets(variables),
  };
}

/** The expressions that our settings have; what Azure alone knows stays as it stands. */
function evaluated(text: string, parameters: Readonly<Record<string, unknown>>): string {
  const [, https, parameter] =
    /^\[(?:join\(|concat\('(https:\/\/)', )?parameters\('(\w+)'\)(?:, ',')?\)?\]$/.exec(text) ?? [];
  return parameter === undefined ? text : `${https ?? ''}${String(parameters[parameter])}`;
}
