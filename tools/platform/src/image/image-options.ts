import { z } from 'zod';

const platform = z.string().regex(/^linux\/(amd64|arm64)$/, 'expected linux/amd64 or linux/arm64');

const environment = z.object({
  IMAGE_ENGINE: z.enum(['docker', 'buildah']).default('docker'),
  IMAGE_PLATFORMS: z
    .string()
    .default('linux/arm64')
    .transform((list) => list.split(','))
    .pipe(z.array(platform).nonempty()),
  NODE_IMAGE: z.string().min(1).optional(),
  DEBIAN_IMAGE: z.string().min(1).optional(),
});

export interface ImageOptions {
  /** What builds: docker with buildx, or buildah, which needs no daemon. */
  readonly engine: 'docker' | 'buildah';
  readonly platforms: readonly string[];
  /** The bases in place of those of the Dockerfile, by the names of its arguments. */
  readonly bases: Readonly<Record<string, string>>;
}

/**
 * Reads `IMAGE_ENGINE`, `IMAGE_PLATFORMS`, `NODE_IMAGE` and `DEBIAN_IMAGE`. An empty variable counts
 * as unset.
 */
export function imageOptions(env: NodeJS.ProcessEnv): ImageOptions {
  const set = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''));
  const { success, data, error } = environment.safeParse(set);
  if (!success) throw new Error(`The environment has faults:\n${z.prettifyError(error)}`);
  const { IMAGE_ENGINE: engine, IMAGE_PLATFORMS: platforms, ...bases } = data;
  return { engine, platforms, bases };
}
