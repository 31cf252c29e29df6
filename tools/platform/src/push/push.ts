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
 * @returns what was pushed, and whether it was there already
 * @throws {DeployError} USAGE when the tag names another image
 */
export async function push(
  appRoot: string,
  image: Image,
  { registry, repository, tag, plain }: PushTarget,
): Promise<Push & { readonly existed: boolean }> {
  const pushed = { image: `${repository}@${image.digest}`, tag };
  return withLogin(registry, async (login) => {
    const insecure = (side: string) => (plain ? [`--${side}tls-verify=false`] : []);
    const found = await tagDigest(`${repository}:${tag}`, [...login, ...insecure('')]);
    if (found === image.digest) return { ...pushed, existed: true };
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
    return { ...pushed, existed: false };
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
