import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { workspace } from './workspace';

/** Whether a program is on this machine. */
export const isInstalled = (program: string, ...probe: string[]) =>
  spawnSync(program, probe.length > 0 ? probe : ['--version']).status === 0;

/** What a program says of files that are in order: nothing; else all that it said. */
export function complaints(program: string, ...args: string[]): string {
  const { status, stdout, stderr } = spawnSync(program, args, { cwd: workspace, encoding: 'utf8' });
  return status === 0 ? '' : `${program} ${status}: ${stdout}${stderr}`;
}

/** The same of a text, which is written to a file of that name for as long as the program runs. */
export function complaintsOf(text: string, name: string, run: (file: string) => string): string {
  const folder = mkdtempSync(join(tmpdir(), 'verify-'));
  try {
    const file = join(folder, name);
    writeFileSync(file, text);
    return run(file);
  } finally {
    rmSync(folder, { recursive: true });
  }
}
