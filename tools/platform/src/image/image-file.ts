import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { runCommand } from './run-command';

/** The digest of a manifest, `sha256:` and 64 hexadecimal digits. */
const digest = z.string().regex(/^sha256:[0-9a-f]{64}$/);

const image = z.object({
  app: z.string(),
  version: z.string(),
  /** The commit that was built, 40 hexadecimal digits. */
  commit: z.string().regex(/^[0-9a-f]{40}$/),
  digest,
  platforms: z.array(z.string()),
});

/** What `dist/image.json` says of an image that was built. */
export type Image = z.infer<typeof image>;

export const archiveOf = (appRoot: string) => join(appRoot, 'dist/image.oci.tar');

export function writeImage(appRoot: string, written: Image): void {
  writeFileSync(join(appRoot, 'dist/image.json'), `${JSON.stringify(written, null, 2)}\n`);
}

/** @throws when the image has not been built */
export function readImage(appRoot: string): Image {
  return image.parse(JSON.parse(readFileSync(join(appRoot, 'dist/image.json'), 'utf8')));
}

const index = z.object({ manifests: z.array(z.object({ digest })).length(1) });

/** The digest of the one image in an archive of the Open Container Initiative: a push does not change it. */
export async function archiveDigest(archive: string): Promise<string> {
  const text = await runCommand(['tar', '-xOf', archive, 'index.json']);
  return index.parse(JSON.parse(text.toString('utf8'))).manifests[0]!.digest;
}
