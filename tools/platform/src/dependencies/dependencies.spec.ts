import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { workspaceRoot } from '../workspace-root';
import { importedPackages, packagesIn } from './package-imports';

interface Manifest {
  readonly name: string;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
  readonly nx?: { readonly tags?: readonly string[] };
}

/** Imported by files that no process of production reads. */
const developersAlone: Readonly<Record<string, readonly string[]>> = {
  // The commands that write JSON Schemas.
  'libs/auth': ['prettier'],
  'libs/scaling': ['prettier'],
};

const read = (file: string) => JSON.parse(readFileSync(file, 'utf8')) as Manifest;

const projects = ['apps', 'libs'].flatMap((area) =>
  readdirSync(join(workspaceRoot, area))
    .map((folder) => `${area}/${folder}`)
    .filter((root) => existsSync(join(workspaceRoot, root, 'package.json'))),
);

function dependenciesOf(root: string) {
  const folder = join(workspaceRoot, root);
  const { name, dependencies = {}, devDependencies = {}, nx } = read(join(folder, 'package.json'));
  const isOfFeatures = root === 'libs/mcp-features' || nx?.tags?.includes('floor:4') === true;
  // What runs the black-box tests is no product: all that it needs is for developing.
  const stated = Object.keys(root.endsWith('-e2e') ? devDependencies : dependencies);
  const imported = importedPackages(join(folder, 'src'));
  imported.delete(name);
  return { folder, stated, imported, isOfFeatures };
}

/** What a package wants to find beside itself. */
function peersOf(name: string, folder: string): string[] {
  const paths = createRequire(join(folder, 'package.json')).resolve.paths(name) ?? [];
  const file = paths.map((path) => join(path, name, 'package.json')).find(existsSync);
  return file === undefined ? [] : Object.keys(read(file).peerDependencies ?? {});
}

describe.each(projects)('the dependencies of %s', (root) => {
  const { folder, stated, imported, isOfFeatures } = dependenciesOf(root);

  it('name each package that its production code imports', () => {
    const missing = [...imported].filter(([name]) => !stated.includes(name));
    const unexplained = missing.filter(([name]) => !developersAlone[root]?.includes(name));
    expect(unexplained).toEqual([]);
  });

  it('name nothing else, but what one of these packages wants beside itself', () => {
    // A library of a company's features has what the first tool imports, before there is one.
    if (isOfFeatures) return;
    const used = stated.filter((name) => imported.has(name));
    const peers = used.flatMap((name) => peersOf(name, folder));
    const wanted = new Set([...used, ...peers]);
    expect(stated.filter((name) => !wanted.has(name))).toEqual([]);
  });
});

describe('the packages of a file', () => {
  it('are found however it imports them', () => {
    const text = `
      import type { A } from '@scope/types/deep';
      import './beside';
      import { readFile } from 'node:fs/promises';
      import os from 'os';
      export * from 'exported/sub';
      const late = async () => (await import('late')).default;
      const old = require('@scope/old');
      // import 'comment';
    `;
    expect(packagesIn(text).sort()).toEqual(['@scope/old', '@scope/types', 'exported', 'late']);
  });

  it('are looked for in all sources but those of tests', () => {
    const found = importedPackages(join(workspaceRoot, 'libs/config/src'));
    expect(found.get('zod')).toMatch(/\.ts$/);
    expect(found.has('@nestjs/testing')).toBe(false);
  });
});
