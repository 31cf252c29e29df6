import type { Tree } from '@nx/devkit';

/** What is left to do once a server has its files for a platform. */
export interface AddedPlatform {
  /** What the generator could not do, and a person must. */
  readonly left: readonly string[];
  /** Commands that may be run next. */
  readonly next: readonly (readonly [command: string, what: string])[];
}

/** A platform that runs the image of a server. */
export interface ServerPlatform {
  /** The file or folder of an app, by its name: a fork that has left the platform out has none of the api. */
  readonly filesOf: (app: string) => string;
  /** Has a server run there: the files of the api under its name, and a host of its own. */
  readonly add: (tree: Tree, name: string) => AddedPlatform;
}
