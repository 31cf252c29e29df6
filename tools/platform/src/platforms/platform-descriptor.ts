import type { z } from 'zod';
import type { Clock } from '../deploy/clock';
import type { Platform, Release } from '../deploy/platform';

/** What `open` needs besides the release. */
interface OpenContext {
  /** The root of the workspace. */
  readonly root: string;
  /** The platform's own folder, `deploy/<name>`. */
  readonly folder: string;
  readonly clock: Clock;
  /** Take fields of objects that others own. */
  readonly forceConflicts: boolean;
}

/**
 * One platform that apps can be deployed to. Nx reads the descriptors to infer targets, so they
 * must not load the SDK of a platform or zod: only `schemas` and `open` import those.
 */
export interface PlatformDescriptor {
  /** Its folder in `deploy`, and the configuration in `nx deploy <app> -c <name>`. */
  readonly name: string;
  /** It runs the image of an app, or a package of functions, named by its folder in `dist`. */
  readonly artifact: 'image' | { readonly functionPackage: string };
  /**
   * The files that a deploy of this app reads, as globs relative to `deploy/<name>`: a change to one
   * of them makes the app affected.
   *
   * @returns `undefined` where the app does not run on this platform
   */
  readonly files: (app: string) => readonly string[] | undefined;
  /** By name, the schemas of its files: `deploy/<name>/<key>.schema.json` is written from each. */
  readonly schemas?: () => Promise<Readonly<Record<string, z.ZodType>>>;
  readonly open: (release: Release, context: OpenContext) => Promise<Platform>;
}
