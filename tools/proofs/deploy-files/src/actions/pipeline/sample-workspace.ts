import { execFileSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { workspace } from '../../workspace';

/** Taken from this repository as they are: what a deploy reads, and the plugin that runs it. */
const REAL = [
  ...['.github/workflows', '.ci', '.gitignore', '.nvmrc', '.swcrc', 'nx.json', 'platform.json'],
  ...[
    'tsconfig.base.json',
    'deploy/ecs',
    'deploy/kubernetes',
    'deploy/scaling.yaml',
    'tools/platform/package.json',
  ],
  ...['tools/platform/src', 'tools/platform/tsconfig.json', 'libs/foundation/package.json'],
  ...['libs/foundation/src', 'libs/foundation/tsconfig.json', 'apps/api/Dockerfile'],
  ...['apps/worker/Dockerfile', 'osv-scanner.toml'],
];

/** Small apps in place of the real ones: they are built in a second, and their edges are the same. */
const PROJECTS: Readonly<Record<string, readonly string[]>> = {
  'libs/config': [],
  'libs/database': ['config'],
  'libs/mcp-features': ['config'],
  'apps/api': ['config', 'database', 'mcp-features'],
  'apps/worker': ['config', 'database'],
  'apps/serverless': ['config', 'mcp-features'],
};

/** A repository in the shape of this one, with its real workflows, targets and deploy program. */
export class SampleWorkspace {
  private constructor(readonly folder: string) {}

  static create(folder: string): SampleWorkspace {
    const sample = new SampleWorkspace(folder);
    for (const path of REAL) {
      cpSync(join(workspace, path), join(folder, path), {
        recursive: true,
        filter: (file) => !/\.(spec|e2e)\.ts$|\/(bin|dist|node_modules)$/.test(file),
      });
    }
    const { engines } = JSON.parse(readFileSync(join(workspace, 'package.json'), 'utf8')) as {
      engines: object;
    };
    const manifest = { name: 'sample', private: true, engines, workspaces };
    sample.write('package.json', JSON.stringify(manifest));
    sample.write('package-lock.json', JSON.stringify({ lockfileVersion: 3, packages: {} }));
    sample.write('.ci/run', '#!/bin/sh\nexec ci-run\n');
    for (const [root, libraries] of Object.entries(PROJECTS)) sample.project(root, libraries);
    sample.git('init', '--quiet', '--initial-branch=main');
    sample.git('config', 'user.name', 'test');
    sample.git('config', 'user.email', 'test@example.com');
    sample.commit('feat: begin');
    return sample;
  }

  /** @returns the commit */
  change(message: string, files: Readonly<Record<string, string>>): string {
    for (const [file, text] of Object.entries(files)) this.write(file, text);
    return this.commit(message);
  }

  /** Adds a line of code to a file. */
  edit(file: string, line: string): Readonly<Record<string, string>> {
    const path = join(this.folder, file);
    return { [file]: `${existsSync(path) ? readFileSync(path, 'utf8') : ''}${line}\n` };
  }

  private project(root: string, libraries: readonly string[]): void {
    const isLibrary = root.startsWith('libs/');
    const dependencies = Object.fromEntries(libraries.map((name) => [`@repo/${name}`, '*']));
    const name = `@repo/${root.split('/')[1]}`;
    const exports = { '.': { '@repo/source': './src/index.ts' } };
    const manifest = { name, version: '1.0.0', dependencies, ...(isLibrary ? { exports } : {}) };
    this.write(`${root}/package.json`, JSON.stringify(manifest));
    const file = isLibrary ? 'index.ts' : root === 'apps/serverless' ? 'handler.ts' : 'main.ts';
    const imports = libraries.map((one) => `export * from '@repo/${one}';\n`).join('');
    const constant = name.slice('@repo/'.length).replace('-', '_');
    this.write(`${root}/src/${file}`, `${imports}export const ${constant} = 1;\n`);
  }

  private write(file: string, text: string): void {
    mkdirSync(dirname(join(this.folder, file)), { recursive: true });
    writeFileSync(join(this.folder, file), text);
  }

  private commit(message: string): string {
    this.git('add', '--all');
    this.git('commit', '--quiet', '--allow-empty', `--message=${message}`);
    return this.git('rev-parse', 'HEAD');
  }

  private git(...args: string[]): string {
    return execFileSync('git', args, { cwd: this.folder, encoding: 'utf8' }).trim();
  }
}

const workspaces = ['apps/*', 'libs/*', 'tools/*'];

/**
 * What `npm ci` of a checkout comes to here: the packages of this repository, and the projects of
 * the checkout.
 *
 * @param folder an empty one, whose content takes the place of `node_modules`
 */
export function linkPackages(folder: string): void {
  const packages = join(workspace, 'node_modules');
  mkdirSync(join(folder, '@repo'), { recursive: true });
  for (const name of readdirSync(packages)) {
    if (name !== '@repo') symlinkSync(join(packages, name), join(folder, name));
  }
  const roots = [...Object.keys(PROJECTS), 'tools/platform', 'libs/foundation'];
  for (const root of roots) {
    // As it will be seen from `node_modules/@repo` of the checkout.
    symlinkSync(join('../..', root), join(folder, '@repo', root.split('/')[1]!));
  }
}
