import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { DeployError } from '../deploy/deploy.error';

const push = z.object({
  /** With the digest: `registry/name@sha256:…`. */
  image: z.string(),
  tag: z.string(),
});

/** What `dist/push.json` says of an image that is in a registry. */
export type Push = z.infer<typeof push>;

const fileOf = (appRoot: string) => join(appRoot, 'dist/push.json');

export function writePush(appRoot: string, written: Push): void {
  writeFileSync(fileOf(appRoot), `${JSON.stringify(written, null, 2)}\n`);
}

/** @throws {DeployError} NOT_FOUND when nothing has been pushed */
export function readPush(appRoot: string): Push {
  const file = fileOf(appRoot);
  if (existsSync(file)) return push.parse(JSON.parse(readFileSync(file, 'utf8')));
  const message = `${file} is missing: push the image, or name one with --image.`;
  throw new DeployError('NOT_FOUND', message);
}
