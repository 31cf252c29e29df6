import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { parseArgs } from 'node:util';
import { workspaceRoot } from '../workspace-root';
import { catalogs, type Catalogs } from './catalog';
import { LOCK_FILE, lockText, readLock } from './contract-lock';
import { review } from './review';

/** Bytes of a catalog: one of thousands of tools has some. */
const MAX_CATALOG = 256 * 1024 * 1024;

/** What the app promises now: it is asked itself. */
function promised(root: string): Catalogs {
  const json = execFileSync(
    process.execPath,
    ['-C', '@repo/source', '-r', '@swc-node/register', join(root, 'src/main.ts'), 'catalog'],
    {
      cwd: workspaceRoot,
      encoding: 'utf8',
      env: { ...process.env, TS_NODE_PROJECT: join(root, 'tsconfig.json') },
      maxBuffer: MAX_CATALOG,
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  );
  return catalogs.parse(JSON.parse(json));
}

const { values, positionals } = parseArgs({
  options: { write: { type: 'boolean', default: false }, accept: { type: 'string' } },
  allowPositionals: true,
});
const [root = 'apps/api'] = positionals;
const appRoot = join(workspaceRoot, root);
const { lines, lock, isRight } = review(readLock(appRoot), promised(root), {
  ...{ app: basename(root), write: values.write, accept: values.accept },
});
if (lock !== undefined) writeFileSync(join(appRoot, LOCK_FILE), lockText(lock));
console.log(lines.join('\n'));
process.exitCode = isRight ? 0 : 1;
