import { writeJson, type Tree } from '@nx/devkit';
import { createTree } from '@nx/devkit/testing';

// Formatting needs a module that Jest does not load; what is generated for real is checked elsewhere.
process.env['NX_SKIP_FORMAT'] = 'true';

export const MODULE = 'libs/mcp-features/src/mcp-features.module.ts';

/** What generators read and change of a workspace, with no feature in it. */
export function workspaceTree(): Tree {
  const tree = createTree();
  const root = 'libs/mcp-features';
  writeJson(tree, `${root}/package.json`, {
    ...{ name: '@repo/mcp-features', version: '1.0.0', license: 'MIT' },
    exports: { '.': {}, './database': {} },
    dependencies: { '@repo/mcp-core': '*', '@nestjs/common': '1.2.3', zod: '4.5.6' },
  });
  writeJson(tree, `${root}/tsconfig.json`, { references: [{ path: '../mcp-core' }] });
  tree.write(`${root}/jest.config.cjs`, 'module.exports = jestProject(__dirname);');
  tree.write(MODULE, '@Module({})\nexport class McpFeaturesModule {}');
  tree.write(
    `${root}/src/database.ts`,
    `const featuresSchema: DatabaseFeature = { entities: [], migrations: [] };
export const databaseFeatures: readonly DatabaseFeature[] = [featuresSchema];`,
  );
  tree.write(
    `${root}/src/jobs.module.ts`,
    `export const jobs: readonly JobDefinition[] = [];
@Module({ providers: [] })
export class JobsModule {}`,
  );
  writeJson(tree, 'libs/database/package.json', { dependencies: { typeorm: '1.1.1' } });
  return tree;
}

/** What a generator has changed so far. */
export const changedFiles = (tree: Tree): string[] =>
  tree
    .listChanges()
    .map(({ path }) => path)
    .sort();
