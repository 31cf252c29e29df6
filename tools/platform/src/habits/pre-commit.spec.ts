import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { workspaceRoot } from '../workspace-root';

const HOOK = join(workspaceRoot, '.githooks/pre-commit');

/** Stands for a program: writes down how it was run. */
const PROGRAM = `#!/bin/sh
echo "$(basename "$0") $*" >> "$CALLS"
test "$(basename "$0")" != "$FAILS"
`;

describe('the hook before a commit', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'hook-'));
    const programs = join(folder, 'node_modules/.bin');
    mkdirSync(programs, { recursive: true });
    for (const name of ['prettier', 'eslint'])
      writeFileSync(join(programs, name), PROGRAM, { mode: 0o755 });
    writeFileSync(join(folder, 'calls'), '');
    git('init', '--quiet');
    stage({ 'gone.ts': '' });
    git('commit', '--quiet', '--no-verify', '--message', 'first');
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const git = (...line: string[]) =>
    execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@b.c', ...line], { cwd: folder });
  function stage(files: Record<string, string>): void {
    for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
    git('add', '--', ...Object.keys(files));
  }

  function run(fails = 'nothing') {
    const env = { PATH: process.env['PATH'], CALLS: join(folder, 'calls'), FAILS: fails };
    const { status } = spawnSync(HOOK, { cwd: folder, env });
    return { status, calls: readFileSync(env.CALLS, 'utf8').split('\n').filter(Boolean) };
  }

  it('looks at what is staged, and at nothing else', () => {
    stage({ 'a b.ts': '1', 'c.md': '2' });
    git('rm', '--quiet', 'gone.ts');
    writeFileSync(join(folder, 'unstaged.ts'), '');
    expect(run()).toEqual({
      status: 0,
      calls: [
        'prettier --check --ignore-unknown -- a b.ts c.md',
        'eslint --no-warn-ignored -- a b.ts',
      ],
    });
  });

  it.each(['prettier', 'eslint'])('stops the commit where %s finds a fault', (program) => {
    stage({ 'a.ts': '1' });
    expect(run(program).status).not.toBe(0);
  });

  it('has nothing to do where nothing is staged', () => {
    expect(run()).toEqual({ status: 0, calls: [] });
  });
});
