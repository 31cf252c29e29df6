import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';

/**
 * A built package with the files that its platform wants beside it, such as its `package.json`, in
 * a folder for as long as somebody uses it. Source maps stay behind.
 */
export async function withPackage<T>(
  source: string,
  files: readonly string[],
  use: (folder: string) => Promise<T>,
): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'package-'));
  try {
    cpSync(source, folder, { recursive: true, filter: (path) => !path.endsWith('.map') });
    for (const file of files) cpSync(file, join(folder, basename(file)));
    return await use(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}
