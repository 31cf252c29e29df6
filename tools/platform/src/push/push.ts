import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { DeployError } from '../deploy/deploy.error';
import { archiveOf, type Image } from '../image/image-file';
import { CommandError, runCommand } from '../image/run-command';
import type { Push } from './push-file';
import type { PushTarget } from './push-target';
import { withLogin } from './registry-login';

/**
 * Brings an image to a registry under a tag that never moves, keeping its digest.
 *
 * Two builds of one commit differ in their digests. Where the tag is taken the image that has it
 * was built from the same commit, and perhaps deployed: it stands for this one.
 *
 * @param options.isClean whether the checkout is what its commit says
 * @returns what is in the registry, and how it came there
 * @throws {DeployError} USAGE when the tag names another image, and this one is of no commit
 */
export async function push(
  appRoot: string,
  image: Image,
  { registry, repository, tag, plain }: PushTarget,
  { isClean }: { readonly isClean: () => Promise<boolean> },
): Promise<Push & { readonly outcome: 'pushed' | 'existed' | 'adopted' }> {
  const pushed = { image: `${repository}@${image.digest}`, tag };
  return withLogin(registry, async (login) => {
    const insecure = (side: string) => (plain ? [`--${side}tls-verify=false`] : []);
    const found = await tagDigest(`${repository}:${tag}`, [...login, ...insecure('')]);
    if (found === image.digest) return { ...pushed, outcome: 'existed' };
    if (found !== undefined) {
      if (await isClean()) return { image: `${repository}@${found}`, tag, outcome: 'adopted' };
      throw new DeployError(
        'USAGE',
        `${repository}:${tag} is ${found} already, and this image is ${image.digest}, of files ` +
          'that are not committed. A tag never moves: commit, and build again.',
      );
    }
    await runCommand([
      ...['skopeo', 'copy', '--quiet', '--all', '--preserve-digests'],
      ...[...login, ...insecure('dest-')],
      ...[`oci-archive:${archiveOf(appRoot)}`, `docker://${repository}:${tag}`],
    ]);
    return { ...pushed, outcome: 'pushed' };
  });
}

const MISSING = /manifest unknown|name unknown|not found|NAME_UNKNOWN|MANIFEST_UNKNOWN/i;

/**
 * The digest that a tag has in a registry, or `undefined`: the hash of the manifest's bytes.
 *
 * @param login arguments for skopeo
 * @throws {CommandError} when the registry cannot be asked
 */
async function tagDigest(reference: string, login: readonly string[]): Promise<string | undefined> {
  const args = ['inspect', '--raw', ...login, `docker://${reference}`];
  const child = spawn('skopeo', args, { stdio: ['ignore', 'pipe', 'pipe'] });
  const [output, errors]: Buffer[][] = [[], []];
  child.stdout.on('data', (chunk: Buffer) => output!.push(chunk));
  child.stderr.on('data', (chunk: Buffer) => errors!.push(chunk));
  const [code] = (await once(child, 'close')) as [number | null];
  if (code === 0) {
    return `sha256:${createHash('sha256').update(Buffer.concat(output!)).digest('hex')}`;
  }
  const reason = Buffer.concat(errors!).toString('utf8').trim();
  if (MISSING.test(reason)) return undefined;
  throw new CommandError(`${reference} cannot be looked at: ${reason}`);
}
