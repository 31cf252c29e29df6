import { join } from 'node:path';
import { DeployError } from '../../deploy/deploy.error';
import { fillPlaceholders, readTemplate, secretNamesOf } from '../../deploy/templates/template';
import type { ContainerGroup } from './container-group';
import type { ContainerEnvironment } from './environment-file';

/** A template of `deploy/container-instances` with the names of its secrets. */
export function readGroup(folder: string, file: string, app: string) {
  if (app !== 'api') {
    throw new DeployError('USAGE', `Container Instances run the api alone, not ${app}.`);
  }
  const template = readTemplate<ContainerGroup>(join(folder, file));
  return { template, secrets: secretNamesOf(template) };
}

/** @param secrets their values, or what stands for them where the values are not needed */
export const renderGroup = (
  template: ContainerGroup,
  environment: ContainerEnvironment,
  image: string,
  secrets: Readonly<Record<string, string>>,
): ContainerGroup => fillPlaceholders(template, { ...environment, image }, (name) => secrets[name]);
