import { z } from 'zod';
import { runCommand } from './run-command';
import { digest } from './image-file';

const index = z.object({ manifests: z.array(z.object({ digest })).length(1) });

/** The digest of the one image in an archive of the Open Container Initiative: what a push keeps. */
export async function archiveDigest(archive: string): Promise<string> {
  const text = await runCommand(['tar', '-xOf', archive, 'index.json']);
  return index.parse(JSON.parse(text.toString('utf8'))).manifests[0]!.digest;
}
