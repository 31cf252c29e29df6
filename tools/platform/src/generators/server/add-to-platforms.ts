import type { Tree } from '@nx/devkit';
import { addToCloudRun } from './add-to-cloud-run';
import { addToContainerInstances } from './add-to-container-instances';
import { addToEcs } from './add-to-ecs';
import { addToKubernetes } from './add-to-kubernetes';
import type { AddedPlatform } from './added-platform';

/** The platforms that run the image of a server. */
const PLATFORMS = [addToEcs, addToKubernetes, addToCloudRun, addToContainerInstances];

/** Has a server run on each platform that the fork has kept. */
export function addToPlatforms(tree: Tree, name: string): AddedPlatform {
  const added = PLATFORMS.map((add) => add(tree, name));
  return {
    left: added.flatMap(({ left }) => left),
    next: added.flatMap(({ next }) => next),
  };
}
