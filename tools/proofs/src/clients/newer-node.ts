import { spawnSync } from 'node:child_process';
import { tmpdir } from 'node:os';

const NEWER_NODE = 24;
let newerNode: string | undefined;

/** This Node, or a newer one from the registry for a client that asks for it. */
export function nodeFor({ node = 0 }: { readonly node?: number }): string {
  if (Number(process.versions.node.split('.')[0]) >= node) return process.execPath;
  return (newerNode ??= fetchNode());
}

/** Outside the folder of the programs, whose `.npmrc` forbids the script that unpacks Node. */
function fetchNode(): string {
  const args = [
    'exec',
    '--yes',
    `--package=node@${NEWER_NODE}`,
    '--',
    'node',
    '-p',
    'process.execPath',
  ];
  const { stdout, stderr } = spawnSync('npm', args, { cwd: tmpdir(), encoding: 'utf8' });
  if (stdout.trim() === '') throw new Error(`npm gave no Node ${NEWER_NODE}:\n${stderr}`);
  return stdout.trim();
}
