import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import { buildCommands } from './build-commands';
import { dockerfileOf } from './dockerfile-of';
import { archiveDigest, archiveOf, writeImage } from './image-file';
import { imageOptions } from './image-options';
import { runCommand } from './run-command';

/** Builds the image of an app into `dist/image.oci.tar`, and writes `dist/image.json`. */
async function buildImage(appRoot: string): Promise<void> {
  const app = basename(appRoot);
  const options = imageOptions(process.env);
  const { version } = JSON.parse(readFileSync(join(appRoot, 'package.json'), 'utf8')) as {
    version: string;
  };
  const dockerfile = dockerfileOf(appRoot, process.cwd());
  if (dockerfile === undefined) throw new Error(`${appRoot} has no Dockerfile, and is no server.`);
  const commit = await currentCommit();
  const source = process.env['IMAGE_SOURCE'] ?? 'unknown';
  const archive = archiveOf(appRoot);
  const metadata = join(appRoot, 'dist/image-metadata.json');

  mkdirSync(join(appRoot, 'dist'), { recursive: true });
  // buildah would add a second image to an archive that is there.
  rmSync(archive, { force: true });
  const build = { app, dockerfile, version, commit, source, archive, metadata, options };
  for (const command of buildCommands(build)) await runCommand(command);
  const digest = await archiveDigest(archive);
  writeImage(appRoot, { app, version, commit, digest, platforms: [...options.platforms] });
  console.log(`${app} ${version} of ${commit.slice(0, 12)}: ${digest}`);
}

const [appRoot] = process.argv.slice(2);
if (!appRoot) throw new Error('Say which app: image.cli.ts <folder of the app>');
buildImage(appRoot).catch((error: Error) => {
  console.error(error.message);
  process.exit(1);
});

/**
 * The commit of the checkout, 40 hexadecimal digits: what is built and pushed carries its name.
 * `IMAGE_COMMIT` replaces it where there is no git, such as in a build from a tarball.
 */
async function currentCommit(): Promise<string> {
  const given = process.env['IMAGE_COMMIT'];
  const commit = given || (await runCommand(['git', 'rev-parse', 'HEAD'])).toString('utf8').trim();
  if (!/^[0-9a-f]{40}$/.test(commit)) {
    throw new Error(`IMAGE_COMMIT is ${JSON.stringify(commit)}, not 40 hexadecimal digits.`);
  }
  return commit;
}
