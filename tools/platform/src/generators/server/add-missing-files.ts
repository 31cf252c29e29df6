import { formatFiles, logger, type Tree } from '@nx/devkit';
import { furtherServers } from '../server-of';
import { addToPlatforms } from './add-to-platforms';

/** Gives the further servers of a fork what they lack on platforms that came after them. */
export async function addMissingFiles(tree: Tree): Promise<void> {
  const added = furtherServers(tree).map((name) => addToPlatforms(tree, name));
  const [left, next] = [added.flatMap((one) => one.left), added.flatMap((one) => one.next)];
  for (const line of left) logger.warn(line);
  for (const [command, what] of next) logger.info(`A further server: ${command}: ${what}.`);
  if (next.length > 0) await formatFiles(tree);
}
