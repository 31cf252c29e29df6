import { join } from 'node:path';
import { DeployError } from '../../deploy.error';
import { fillPlaceholders, placeholdersOf } from '../templates/fill-placeholders';
import { readTemplate } from '../templates/read-template';
import type { ContainerGroup } from './container-group';
import type { ContainerEnvironment } from './environment-file';

const prefix = 'secret:';

/** A template of `deploy/container-instances` with the names of its secrets. */
export function readGroup(folder: string, file: string, app: string) {
  if (app !== 'api') {
    throw new DeployError('USAGE', `Container Instances run the api alone, not ${app}.`);
  }
  const template = readTemplate<ContainerGroup>(join(folder, file));
  return { template, secrets: placeholdersOf(template, prefix).map((name) => name.slice(7)) };
}

/** @param secrets their values, or what stands for them where the values are not needed */
export function renderGroup(
  template: ContainerGroup,
  environment: ContainerEnvironment,
  image: string,
  secrets: Readonly<Record<string, string>>,
): ContainerGroup {
  const named = Object.entries(secrets).map(
    ([name, value]) => [`${prefix}${name}`, value] as const,
  );
  return fillPlaceholders(template, {
    ...environment,
    ...(Object.fromEntries(named) as Record<string, string>),
    image,
  });
}
