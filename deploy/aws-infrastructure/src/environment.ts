import { MIGRATING_APP } from '@repo/platform/src/deploy/migrating-app';
import { EcsFiles } from '@repo/platform/src/platforms/ecs/ecs-files';
import type { EcsEnvironment } from '@repo/platform/src/platforms/ecs/environment-file';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

const folder = join(__dirname, '../../ecs');

/** The files that the deploy program reads too: deploy/ecs. */
export const ecsFiles = new EcsFiles(folder);

/** What the load balancer lets through. */
export const publicPathsPath = join(folder, '../public-paths.json');

/** The apps that run as services: the api first, whose image has the migrations, and the others. */
export const apps: readonly string[] = [
  MIGRATING_APP,
  ...readdirSync(folder)
    .filter((name) => existsSync(join(folder, name, 'service.json')))
    .filter((name) => name !== MIGRATING_APP),
];

/** Those that the load balancer sends requests to. */
export const servers = apps.filter((app) => ecsFiles.service(app).port !== undefined);

/** What the constructs and outputs of an app begin with, for which CloudFormation takes letters. */
export function idOf(app: string): string {
  if (app === MIGRATING_APP) return 'Api';
  if (app === 'worker') return 'Worker';
  const words = app.split('-').map((word) => word.charAt(0).toUpperCase() + word.slice(1));
  return `Server${words.join('')}`;
}

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
