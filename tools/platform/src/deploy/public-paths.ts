import { join } from 'node:path';
import { z } from 'zod';
import { readJson } from './templates/read-environment';

const path = z
  .string()
  .regex(
    /^(\/[\w.-]+)+$/,
    'expected a path of letters, digits, dots and dashes, without a / at its end',
  );

/**
 * What the internet may reach, `deploy/public-paths.json`. The load balancer of ECS is made from it,
 * the fronts of Kubernetes and Lambda are held to it, and where nothing before the api chooses paths,
 * the api does: `PUBLIC_PATHS`. All else is reached from within only: the
 * admin API under `/admin`, `/docs`, `/openapi.json` and `/metrics`.
 */
export const publicPathsFile = z.strictObject({
  $schema: z.string().optional(),
  exact: z.array(path).describe('These paths, and nothing below them.'),
  prefixes: z.array(path).nonempty().describe('These paths, and all below them.'),
});

export type PublicPaths = z.infer<typeof publicPathsFile>;

/** @throws {DeployError} USAGE with every fault */
export const readPublicPaths = (file: string): PublicPaths => readJson(file, publicPathsFile);

/** Whether a path is one of those, or below one whose prefix is. */
export function isPublic({ exact, prefixes }: PublicPaths, path: string): boolean {
  return exact.includes(path) || prefixes.some((one) => path === one || path.startsWith(`${one}/`));
}

/**
 * The list as the variable `PUBLIC_PATHS` of the api has it.
 *
 * @param folder that of a platform, in `deploy`
 * @throws {DeployError} USAGE with every fault
 */
export function publicPathsVariable(folder: string): string {
  const { exact, prefixes } = readPublicPaths(join(folder, '../public-paths.json'));
  return [...exact, ...prefixes.map((path) => `${path}/*`)].join(',');
}
