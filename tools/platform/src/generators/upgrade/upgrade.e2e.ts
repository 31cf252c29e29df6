import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { workspaceRoot } from '../../workspace-root';
import { Fork } from '../testing/fork';

/** Commits of this repository, of different days, from before a fork recorded what it holds. */
const EARLIER: readonly [commit: string, history: boolean][] = [
  ['56a9073', true],
  ['6fde68f', false],
  ['870e85a', true],
];

const KEPT = 'kubernetes';
const DROPPED = [
  ...['ecs', 'aws-infrastructure', 'lambda', 'cloud-run', 'cloud-functions', 'azure-functions'],
  'container-instances',
];

const forks: Fork[] = [];
afterAll(() => forks.forEach((fork) => fork.remove()));

/** A fork that has been worked on for a while. */
function ownFork(commit: string, history: boolean): Fork {
  const fork = Fork.at(commit, { history }).linkPackages();
  forks.push(fork);
  const names = { organization: 'globex', title: 'Globex MCP', domain: 'globex.org' };
  fork.write('platform.json', JSON.stringify({ $schema: './platform.schema.json', ...names }));
  const manifest = JSON.parse(fork.read('package.json')) as object;
  fork.write('package.json', `${JSON.stringify({ ...manifest, name: 'globex-mcp' }, null, 2)}\n`);
  fork.edit('LICENSE', 'Copyright', 'Copyright (c) 2026 Globex\nCopyright');
  fork.commit('feat: our name');
  fork.git('rm', '-r', '--quiet', ...DROPPED.map((name) => `deploy/${name}`), 'tools/proofs');
  fork.commit('feat: one platform alone');
  for (let i = 1; i <= 20; i++) addTool(fork, i);
  fork.commit('feat: twenty tools');
  fork.edit('.github/workflows/security.yml', "'17 4 * * 1'", "'17 4 * * 3'");
  const host = '  readonly host: string;';
  const ours = `${host}\n  /** Ours. */\n  readonly office = 'Springfield';`;
  fork.edit('libs/config/src/sections/server.config.ts', host, ours);
  fork.commit('feat: a variable, and another day');
  return fork;
}

const className = (i: number) => `Own${i}Tool`;

function addTool(fork: Fork, i: number): void {
  const folder = 'libs/mcp-features/src';
  fork.write(
    `${folder}/own/own-${i}.tool.ts`,
    `import { Tool } from '@repo/mcp-core';
import { Injectable } from '@nestjs/common';
import { z } from 'zod';

@Injectable()
export class ${className(i)} {
  @Tool({ name: 'own_${i}', description: 'Ours.', input: z.object({ text: z.string().max(9) }) })
  run({ text }: { text: string }) {
    return { text };
  }
}
`,
  );
  const module = `${folder}/mcp-features.module.ts`;
  const before = '\n/** The tools';
  fork.edit(module, before, `import { ${className(i)} } from './own/own-${i}.tool';\n${before}`);
  fork.edit(module, '      ],\n', `        ${className(i)},\n      ],\n`);
}

function upgrade(fork: Fork, ...args: string[]): string {
  const program = join(workspaceRoot, 'tools/platform/src/generators/upgrade/upgrade.cli.ts');
  const register = require.resolve('@swc-node/register');
  return fork.run(
    process.execPath,
    '-C',
    '@repo/source',
    '-r',
    register,
    program,
    fork.folder,
    ...args,
  );
}

const head = () =>
  execFileSync('git', ['rev-parse', 'HEAD'], { cwd: workspaceRoot, encoding: 'utf8' }).trim();

describe.each(EARLIER)('a fork of %s, with history: %s', (commit, history) => {
  let fork: Fork;
  let said: string;
  beforeAll(() => {
    fork = ownFork(commit, history);
    said = upgrade(fork, ...(history ? [] : ['--from', commit]));
  });

  it('is upgraded without a conflict', () => {
    expect(said).not.toContain('to decide');
    expect(fork.git('ls-files', '--unmerged')).toBe('');
  });

  it('has what it had, and the files of the new version', () => {
    expect(fork.read('libs/mcp-features/src/mcp-features.module.ts')).toContain(className(20));
    expect(fork.read('.github/workflows/security.yml')).toContain("'17 4 * * 3'");
    expect(fork.read('libs/config/src/sections/server.config.ts')).toContain('Springfield');
    expect(fork.read('LICENSE')).toContain('Globex');
    expect(JSON.parse(fork.read('platform.json'))).toMatchObject({
      ...{ organization: 'globex', platforms: [KEPT], proofs: false },
      platform: { version: head(), source: workspaceRoot },
    });
    expect(fork.git('ls-files', 'tools/platform/src/fork')).toContain('keep-parts.ts');
  });

  it('starts the module of its features, with the twenty tools of its own', () => {
    const spec = 'libs/mcp-features/src/mcp-features.module.spec.ts';
    fork.run('npx', 'jest', '-c', 'libs/mcp-features/jest.config.cjs', spec);
  });

  it('is still without what it dropped', () => {
    expect(fork.git('ls-files', ...DROPPED.map((name) => `deploy/${name}`), 'tools/proofs')).toBe(
      '',
    );
    expect(fork.read('package-lock.json')).not.toContain('"resolved": "http');
    expect(JSON.parse(fork.read('package-lock.json'))).toMatchObject({ name: 'globex-mcp' });
  });

  it('holds the new version: a second run has nothing to do', () => {
    fork.commit('feat: a new version of the platform');
    expect(upgrade(fork)).toContain('Nothing to do');
    expect(fork.git('status', '--porcelain')).toBe('');
  });
});

it('a fork that has edited a file of the platform decides on that one alone', () => {
  const fork = ownFork('870e85a', true);
  const file = 'tools/platform/src/platforms/platforms.ts';
  fork.edit(file, 'export const platforms', '/** Ours. */\nexport const platforms');
  fork.commit('feat: we know better');
  const said = upgrade(fork);
  expect(said).toContain('1 to decide');
  expect(said).toContain(`${file}: you and the platform have changed the same lines`);
  const unmerged = fork.git('diff', '--name-only', '--diff-filter=U');
  expect(unmerged).toBe(file);
  expect(fork.read(file)).toContain('<<<<<<<');
});
