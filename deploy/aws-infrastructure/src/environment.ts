import { EcsFiles } from '@repo/platform/src/platforms/ecs/ecs-files';
import type { EcsEnvironment } from '@repo/platform/src/platforms/ecs/environment-file';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';

const folder = join(__dirname, '../../ecs');

/** The files that the deploy program reads too: deploy/ecs. */
export const ecsFiles = new EcsFiles(folder);

/** What the load balancer lets through. */
export const publicPathsPath = join(folder, '../public-paths.json');

/** The apps that run as services. */
export const apps = ['api', 'worker'] as const;
export type App = (typeof apps)[number];

/** What the stacks of one environment are made from. */
export interface Environment extends EcsEnvironment {
  /** The accounts of all environments that take images from the same registry. */
  readonly accounts: readonly string[];
}

export function loadEnvironment(name: string): Environment {
  const environment = ecsFiles.environment(name);
  const all = readdirSync(join(folder, 'environments')).map((file) =>
    ecsFiles.environment(file.replace(/\.json$/, '')),
  );
  const sharing = all.filter(({ registry }) => registry.account === environment.registry.account);
  return { ...environment, accounts: [...new Set(sharing.map(({ account }) => account))] };
}
