import type { Tree } from '@nx/devkit';
import { cloudRun } from './add-to-cloud-run';
import { containerInstances } from './add-to-container-instances';
import { ecs } from './add-to-ecs';
import { kubernetes } from './add-to-kubernetes';
import type { AddedPlatform } from './added-platform';

const PLATFORMS = [ecs, kubernetes, cloudRun, containerInstances];

/** @throws {Error} where a platform has something else of that name */
export function refuseTakenName(tree: Tree, name: string): void {
  const taken = PLATFORMS.map(({ filesOf }) => filesOf(name)).find((path) => tree.exists(path));
  if (taken !== undefined) throw new Error(`There is ${taken} already: take another name.`);
}

/** Has a server run on each platform that the fork has kept, and on which it does not run yet. */
export function addToPlatforms(tree: Tree, name: string): AddedPlatform {
  const added = PLATFORMS.filter(
    ({ filesOf }) => tree.exists(filesOf('api')) && !tree.exists(filesOf(name)),
  ).map(({ add }) => add(tree, name));
  return {
    left: added.flatMap(({ left }) => left),
    next: added.flatMap(({ next }) => next),
  };
}
