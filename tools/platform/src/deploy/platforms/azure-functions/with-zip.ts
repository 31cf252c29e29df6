import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Tool } from '../tool/tool';

const kind = { program: 'zip', install: 'the package zip of your system', failures: [] };

/** A folder as a zip, for as long as somebody uses it. */
export async function withZip<T>(folder: string, use: (zip: string) => Promise<T>): Promise<T> {
  const place = mkdtempSync(join(tmpdir(), 'zip-'));
  try {
    const zip = join(place, 'package.zip');
    await new Tool(kind, [], { cwd: folder }).run(['-q', '-X', '-r', zip, '.']);
    return await use(zip);
  } finally {
    rmSync(place, { recursive: true });
  }
}
