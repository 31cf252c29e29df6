import { join } from 'node:path';
import { publicPathsVariable } from '../../deploy/public-paths';
import { fillPlaceholders, readTemplate, secretNamesOf } from '../../deploy/templates/template';
import type { ContainerGroup } from './container-group';
import type { ContainerEnvironment } from './environment-file';

interface GroupTemplate {
  readonly template: ContainerGroup;
  /** The names of the secrets that the template has. */
  readonly secrets: readonly string[];
  /** As the variable `PUBLIC_PATHS` has them. */
  readonly publicPaths: string;
}

/**
 * A template of `deploy/container-instances`, and what it needs of other files.
 *
 * @throws {DeployError} USAGE where the app has none
 */
export function readGroup(folder: string, file: string): GroupTemplate {
  const template = readTemplate<ContainerGroup>(join(folder, file));
  const publicPaths = publicPathsVariable(folder);
  return { template, secrets: secretNamesOf(template), publicPaths };
}

/** @param secrets their values, or what stands for them where the values are not needed */
export const renderGroup = (
  { template, publicPaths }: Pick<GroupTemplate, 'template' | 'publicPaths'>,
  environment: Omit<ContainerEnvironment, 'servers'>,
  image: string,
  secrets: Readonly<Record<string, string>>,
): ContainerGroup =>
  fillPlaceholders(template, { ...environment, image, publicPaths }, (name) => secrets[name]);
