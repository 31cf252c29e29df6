import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { CommandError } from '../image/run-command';

const missing = /manifest unknown|name unknown|not found|NAME_UNKNOWN|MANIFEST_UNKNOWN/i;

/**
 * The digest that a tag has in a registry, or `undefined`: the hash of the manifest's bytes.
 *
 * @param login arguments for skopeo
 * @throws {CommandError} when the registry cannot be asked
 */
export async function tagDigest(
  reference: string,
  login: readonly string[],
): Promise<string | undefined> {
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
  if (missing.test(reason)) return undefined;
  throw new CommandError(`${reference} cannot be looked at: ${reason}`);
}
