import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { CatalogError } from '../catalog/catalog.error';

/**
 * A file or folder in the `assets` of a project, which stand beside its `src`: in the checkout there,
 * in an image and in a function beside the bundle, where the build copies them to.
 *
 * @param from the caller's `__dirname`
 * @param name relative to `assets`
 * @throws {CatalogError} it is not there
 *
 * @example
 * ```ts
 * SkillsModule.forRoot([{ folder: assetPath(__dirname, 'skills') }])
 * ```
 */
export function assetPath(from: string, name: string): string {
  const assets = nearestAssets(from);
  const path = assets && join(assets, name);
  if (path !== undefined && existsSync(path)) return path;
  throw new CatalogError(
    path ?? `assets/${name}`,
    `it is not there, asked for in ${from}`,
    'Put it into `assets`, beside the `src` of the project that asks for it.',
  );
}

function nearestAssets(folder: string): string | undefined {
  const assets = join(folder, 'assets');
  if (existsSync(assets)) return assets;
  return dirname(folder) === folder ? undefined : nearestAssets(dirname(folder));
}
