import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { workspace } from '../workspace';
import type { Template } from './template-faults';

const FOLDER = 'deploy/aws-infrastructure';
/** Whether the packages of the infrastructure are on this machine. */
export const isInstalled = existsSync(join(workspace, FOLDER, 'node_modules/aws-cdk-lib'));

/**
 * The templates of all stacks, as `cdk synth` writes them.
 *
 * @param root a workspace, or a copy
 */
export function synthesized(environment: string, root = workspace): Template[] {
  const outdir = mkdtempSync(join(tmpdir(), 'cdk-'));
  const { status, stderr } = spawnSync(
    process.execPath,
    ['-C', '@repo/source', '-r', '@swc-node/register', 'src/app.ts'],
    {
      cwd: join(root, FOLDER),
      encoding: 'utf8',
      env: {
        ...process.env,
        ...{ CDK_OUTDIR: outdir, INFRASTRUCTURE_ENVIRONMENT: environment },
      },
    },
  );
  if (status !== 0) throw new Error(stderr);
  const templates = ['foundation', 'services', 'scaling'].map((stack) => {
    const file = join(outdir, `mcp-${environment}-${stack}.template.json`);
    return JSON.parse(readFileSync(file, 'utf8')) as Template;
  });
  rmSync(outdir, { recursive: true });
  return templates;
}
