import { runCommand } from './run-command';

/**
 * The commit of the checkout, 40 hexadecimal digits: what is built and pushed carries its name.
 * `IMAGE_COMMIT` stands in where there is no git, such as in a build from a tarball.
 */
export async function currentCommit(): Promise<string> {
  const given = process.env['IMAGE_COMMIT'];
  const commit = given || (await runCommand(['git', 'rev-parse', 'HEAD'])).toString('utf8').trim();
  if (!/^[0-9a-f]{40}$/.test(commit)) {
    throw new Error(`IMAGE_COMMIT is ${JSON.stringify(commit)}, not 40 hexadecimal digits.`);
  }
  return commit;
}
