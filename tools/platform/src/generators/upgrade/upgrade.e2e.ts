import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { workspaceRoot } from '../../workspace-root';
import type { Fork } from '../testing/fork';
import {
  className,
  DROPPED,
  EARLIER,
  KEPT,
  OWN_TOOLS,
  ownFork,
  upgradeFork,
} from '../testing/own-fork';

const forks: Fork[] = [];
afterAll(() => forks.forEach((fork) => fork.remove()));

function make(commit: string, history: boolean): Fork {
  const fork = ownFork(commit, history);
  forks.push(fork);
  return fork;
}

const head = () =>
  execFileSync('git', ['rev-parse', 'HEAD'], { cwd: workspaceRoot, encoding: 'utf8' }).trim();

describe.each(EARLIER)('a fork of %s, with history: %s', (commit, history) => {
  let fork: Fork;
  let said: string;
  beforeAll(() => {
    fork = make(commit, history);
    said = upgradeFork(fork, ...(history ? [] : ['--from', commit]));
  });

  it('is upgraded without a conflict', () => {
    expect(said).not.toContain('to decide');
    expect(fork.git('ls-files', '--unmerged')).toBe('');
  });

  it('has what it had, and the files of the new version', () => {
    const module = fork.read('libs/mcp-features/src/mcp-features.module.ts');
    expect(module).toContain(className(OWN_TOOLS));
    expect(fork.read('.github/workflows/security.yml')).toContain("'17 4 * * 3'");
    expect(fork.read('libs/config/src/sections/server.config.ts')).toContain('Springfield');
    expect(fork.read('libs/queue/src/jobs/maintenance.jobs.ts')).toContain('own: defineJob');
    expect(fork.read('LICENSE')).toContain('Globex');
    expect(JSON.parse(fork.read('platform.json'))).toMatchObject({
      ...{ organization: 'globex', platforms: [KEPT], proofs: false },
      platform: { version: head(), source: workspaceRoot },
    });
    expect(fork.git('ls-files', 'tools/platform/src/fork')).toContain('keep-parts.ts');
  });

  it('has its own code as the new version asks for: its tables are there for all servers', () => {
    expect(said).toContain('Migration own-tables');
    expect(fork.read('libs/mcp-features/src/database.ts')).toContain('[featuresSchema, ownSchema]');
    const file = 'apps/api/src/database-features.ts';
    expect(fork.read(file)).toBe(readFileSync(join(workspaceRoot, file), 'utf8'));
  });

  // The linter on all files, and all specs of all projects of all of them: `nx forks proofs`.
  if (!history) {
    beforeAll(() => fork.copyPackages().copyInnerPackages());

    it('compiles as a whole', () => {
      fork.run('npm', 'run', 'typecheck');
    }, 600_000);

    it('is as the linter wants it, where it is not as the platform is', () => {
      fork.run('npx', 'eslint', 'libs/mcp-features', 'libs/config', 'libs/queue', 'apps/api');
    }, 600_000);

    it('passes the specs of what it owns', () => {
      const specs = 'libs/mcp-features apps/api/src/database-features.spec.ts';
      const passed = fork.run('sh', '-c', `npx jest ${specs} -w 2 2>&1`);
      expect(passed).toContain(
        'PASS mcp-features libs/mcp-features/src/mcp-features.module.spec.ts',
      );
    });
  }

  it('is still without what it dropped', () => {
    expect(fork.git('ls-files', ...DROPPED.map((name) => `deploy/${name}`), 'tools/proofs')).toBe(
      '',
    );
    expect(fork.read('package-lock.json')).not.toContain('"resolved": "http');
    expect(JSON.parse(fork.read('package-lock.json'))).toMatchObject({ name: 'globex-mcp' });
  });

  it('holds the new version: a second run has nothing to do', () => {
    fork.commit('feat: a new version of the platform');
    expect(upgradeFork(fork)).toContain('Nothing to do');
    expect(fork.git('status', '--porcelain')).toBe('');
  });
});

it('a fork that has edited a file of the platform decides on that one alone', () => {
  const fork = make('870e85a', true);
  const file = 'tools/platform/src/platforms/platforms.ts';
  fork.edit(file, 'export const platforms', '/** Ours. */\nexport const platforms');
  fork.commit('feat: we know better');
  const said = upgradeFork(fork);
  expect(said).toContain('1 to decide');
  expect(said).toContain(`${file}: you and the platform have changed the same lines`);
  const unmerged = fork.git('diff', '--name-only', '--diff-filter=U');
  expect(unmerged).toBe(file);
  expect(fork.read(file)).toContain('<<<<<<<');
});
