import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { GeneratorCallback, Tree } from '@nx/devkit';
import { flushChanges, FsTree } from 'nx/src/generators/tree';
import { workspaceRoot } from '../../workspace-root';

const part = (name: string) => ({
  files: [`tools/platform/src/platforms/${name}`, `deploy/${name}`],
});

const FILES: Readonly<Record<string, string>> = {
  '.gitignore': 'node_modules\ntmp\n',
  'README.md': '# The platform\n',
  LICENSE: 'MIT License\n\nCopyright (c) 2026 the contributors\n',
  'package.json': '{ "name": "@repo/root", "version": "0.1.0", "private": true }\n',
  'platform.json': '{ "organization": "hooli", "title": "Hooli", "domain": "hooli.org" }\n',
  'tools/platform/package.json': '{ "name": "@repo/platform", "version": "0.1.0" }\n',
  'tools/platform/parts.json': JSON.stringify({
    ...{ ecs: part('ecs'), lambda: part('lambda') },
    samples: { files: ['libs/mcp-features/src/samples'] },
    proofs: { files: ['tools/proofs'] },
    company: { files: ['README.md', 'LICENSE', 'platform.json', '.github/CODEOWNERS'] },
  }),
  'tools/platform/src/platforms/ecs/ecs.ts': 'export {};\n',
  'tools/platform/src/platforms/lambda/lambda.ts': 'export {};\n',
  'tools/proofs/proof.sh': 'true\n',
  'libs/mcp-features/src/samples/sample.ts': 'export const sample = 1;\n',
  'deploy/ecs/environments/staging.json': '{ "region": "eu-central-1" }\n',
  'deploy/lambda/template.yaml': 'region: eu-central-1\n',
  'docs/deploy.md': 'On [ECS](../deploy/ecs).\n\n| ecs | <!-- platform:ecs --> |\n',
};

/** A small repository in the shape of this one, and what generators do in it. */
export class SamplePlatform {
  readonly folder = mkdtempSync(join(tmpdir(), 'platform-'));

  constructor() {
    for (const [file, text] of Object.entries(FILES)) this.write(file, text);
    const packages = join(this.folder, 'node_modules');
    mkdirSync(packages);
    symlinkSync(join(workspaceRoot, 'node_modules/typescript'), join(packages, 'typescript'));
    this.git('init', '--quiet', '--initial-branch=main');
    this.git('config', 'user.name', 'test');
    this.git('config', 'user.email', 'test@example.com');
    this.commit();
  }

  write(file: string, text: string): void {
    mkdirSync(dirname(join(this.folder, file)), { recursive: true });
    writeFileSync(join(this.folder, file), text);
  }

  read = (file: string): string => readFileSync(join(this.folder, file), 'utf8');

  git(...args: string[]): string {
    const options = { cwd: this.folder, encoding: 'utf8' } as const;
    return execFileSync('git', args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] }).trim();
  }

  commit(): void {
    this.git('add', '--all');
    this.git('commit', '--quiet', '--message=change');
  }

  /** As Nx runs a generator. @returns the files that it has written or deleted */
  async generate<Options>(
    generator: (tree: Tree, options: Options) => Promise<GeneratorCallback>,
    options: Options,
  ): Promise<string[]> {
    const tree = new FsTree(this.folder, false);
    const finish = await generator(tree, options);
    const changes = tree.listChanges();
    flushChanges(this.folder, changes);
    await finish();
    return changes.map(({ path }) => path).sort();
  }

  remove(): void {
    rmSync(this.folder, { recursive: true });
  }
}
