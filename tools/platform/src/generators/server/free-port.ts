import type { Tree } from '@nx/devkit';
import { takenPorts } from '../server-of';

/** Of the first server beside the api; those below are the api's, the worker's and of metrics. */
const FIRST_PORT = 8010;

/** The lowest port that no server has for its default. */
export function freePort(tree: Tree): number {
  const taken = takenPorts(tree);
  let port = FIRST_PORT;
  while (taken.includes(port)) port += 1;
  return port;
}
