import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { workspaceRoot } from '../../workspace-root';

/** `nx run worker:scaling-plan`, without a start of Nx. */
const PLAN = [
  ...['-C', '@repo/source', '-r', '@swc-node/register'],
  ...['libs/scaling/src/plan/plan.cli.ts', '--days', '1', '--config'],
];

/**
 * What the worker would say of a file of rules with this text, each fault with line and column; nothing
 * where it takes it. It is asked by its command, since the plugin imports no library above the ground.
 */
export async function rulesFaults(file: string, text: string): Promise<string | undefined> {
  const folder = await mkdtemp(join(tmpdir(), 'scaling-'));
  const candidate = join(folder, 'scaling.yaml');
  try {
    await writeFile(candidate, text);
    const env = { ...process.env, TS_NODE_PROJECT: 'libs/scaling/tsconfig.json' };
    await promisify(execFile)(process.execPath, [...PLAN, candidate], { cwd: workspaceRoot, env });
    return undefined;
  } catch (error) {
    const { stderr } = error as { stderr?: string };
    if (!stderr) throw error;
    return stderr.replaceAll(candidate, file).trim();
  } finally {
    await rm(folder, { recursive: true });
  }
}
