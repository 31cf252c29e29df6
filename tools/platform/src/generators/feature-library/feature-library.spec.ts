import { readJson, type Tree } from '@nx/devkit';
import { MODULE, workspaceTree } from '../testing/workspace-tree';
import toolGenerator from '../tool/tool';
import featureLibraryGenerator from './feature-library';

describe('the generator of libraries with features', () => {
  let tree: Tree;
  beforeEach(() => {
    tree = workspaceTree();
  });

  it('makes a package that the main library imports', async () => {
    await featureLibraryGenerator(tree, { name: 'billing' });
    expect(readJson(tree, 'libs/billing/package.json')).toEqual({
      ...{ name: '@repo/billing', version: '1.0.0', private: true, license: 'MIT' },
      description: 'Billing: tools, resources and prompts.',
      exports: { '.': { '@repo/source': './src/index.ts', default: './dist/index.js' } },
      dependencies: { '@repo/mcp-core': '*', '@nestjs/common': '1.2.3', zod: '4.5.6' },
      nx: { tags: ['floor:4'] },
    });
    const main = readJson<{ dependencies: object }>(tree, 'libs/mcp-features/package.json');
    expect(Object.keys(main.dependencies)).toEqual([
      ...['@repo/billing', '@repo/mcp-core', '@nestjs/common', 'zod'],
    ]);
    expect(readJson(tree, 'libs/mcp-features/tsconfig.json')).toEqual({
      references: [{ path: '../mcp-core' }, { path: '../billing' }],
    });
    expect(tree.read(MODULE, 'utf8')).toContain('@Module({imports: [BillingModule]})');
  });

  it('makes a place for what is generated later', async () => {
    await featureLibraryGenerator(tree, { name: 'billing' });
    await toolGenerator(tree, { name: 'pay', library: 'billing' });
    expect(tree.exists('libs/billing/src/pay/pay.tool.ts')).toBe(true);
    expect(tree.read('libs/billing/src/billing.module.ts', 'utf8')).toContain('[PayTool]');
  });

  it.each(['database', 'Billing', '../x', 'a--b', 'a/b', '7days', 'utils'])(
    'refuses %s, with nothing done',
    async (name) => {
      const before = tree.listChanges();
      await expect(featureLibraryGenerator(tree, { name })).rejects.toThrow();
      expect(tree.listChanges()).toEqual(before);
    },
  );
});
