import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Tool } from '../tool/tool';

const kind = { program: 'zip', install: 'the package zip of your system', failures: [] };

/** A built package with its `host.json` as a zip, for as long as somebody uses it. */
export async function withZip<T>(
  { source, host }: { readonly source: string; readonly host: string },
  use: (zip: string) => Promise<T>,
): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'package-'));
  try {
    const content = join(folder, 'content');
    cpSync(source, content, { recursive: true });
    cpSync(host, join(content, 'host.json'));
    const zip = join(folder, 'package.zip');
    await new Tool(kind, [], { cwd: content }).run(['-q', '-X', '-r', zip, '.']);
    return await use(zip);
  } finally {
    rmSync(folder, { recursive: true });
  }
}
