import { resolve } from 'node:path';
import type { DatabaseFeature } from '../database-feature';

/**
 * The features of an app, from the file that exports them as `databaseFeatures`. The libraries that
 * make them lie above this one, so that only their file's name may be known here.
 */
export async function featuresFrom(file: string | undefined): Promise<readonly DatabaseFeature[]> {
  if (file === undefined) throw new Error('Say which file exports `databaseFeatures`.');
  const module = (await import(resolve(file))) as { databaseFeatures?: readonly DatabaseFeature[] };
  if (module.databaseFeatures === undefined)
    throw new Error(`${file} exports no \`databaseFeatures\`.`);
  return module.databaseFeatures;
}
