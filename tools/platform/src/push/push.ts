import { DeployError } from '../deploy/deploy.error';
import { archiveOf, type Image } from '../image/image-file';
import { runCommand } from '../image/run-command';
import type { Push } from './push-file';
import type { PushTarget } from './push-target';
import { withLogin } from './registry-login';
import { tagDigest } from './tag-digest';

/**
 * Brings an image to a registry under a tag that never moves, keeping its digest.
 *
 * @returns what was pushed, and whether it was there already
 * @throws {DeployError} USAGE when the tag names another image
 */
export async function push(
  appRoot: string,
  image: Image,
  { registry, repository, tag, plain }: PushTarget,
): Promise<Push & { readonly known: boolean }> {
  const pushed = { image: `${repository}@${image.digest}`, tag };
  return withLogin(registry, async (login) => {
    const insecure = (side: string) => (plain ? [`--${side}tls-verify=false`] : []);
    const found = await tagDigest(`${repository}:${tag}`, [...login, ...insecure('')]);
    if (found === image.digest) return { ...pushed, known: true };
    if (found !== undefined) {
      throw new DeployError(
        'USAGE',
        `${repository}:${tag} is ${found} already, and this image is ${image.digest}. A tag never ` +
          'moves: commit, or raise the version, and build again.',
      );
    }
    await runCommand([
      ...['skopeo', 'copy', '--quiet', '--all', '--preserve-digests'],
      ...[...login, ...insecure('dest-')],
      ...[`oci-archive:${archiveOf(appRoot)}`, `docker://${repository}:${tag}`],
    ]);
    return { ...pushed, known: false };
  });
}
