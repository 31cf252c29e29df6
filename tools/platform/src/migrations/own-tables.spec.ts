import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readJson, type Tree, writeJson } from '@nx/devkit';
import { workspaceTree } from '../generators/testing/workspace-tree';
import { workspaceRoot } from '../workspace-root';
import moveOwnTables from './own-tables';

const API = 'apps/api/src/database-features.ts';
const OWN = 'libs/mcp-features/src/database.ts';
const PLATFORM = `import { auditSchema } from '@repo/audit';
import type { DatabaseFeature } from '@repo/database';
import { databaseFeatures as yours } from '@repo/mcp-features/database';

/** All. */
export const databaseFeatures: readonly DatabaseFeature[] = [
  auditSchema,
  ...yours,
];
`;

describe('the migration of own tables', () => {
  let tree: Tree;
  beforeEach(() => {
    tree = workspaceTree();
    tree.write(
      OWN,
      `import type { DatabaseFeature } from '@repo/database';

export const databaseFeatures: readonly DatabaseFeature[] = [];
`,
    );
    tree.write('libs/mcp-features/src/index.ts', `export { noteSchema, x } from './own/note';\n`);
    writeJson(tree, 'libs/mcp-features/package.json', { name: '@repo/mcp-features' });
    writeJson(tree, 'libs/mcp-features/tsconfig.json', {});
  });

  const text = (file: string) => tree.read(file, 'utf8');
  /** @param entry names in the list, before the platform's */
  const inApi = (imports: string, entry: string) =>
    tree.write(API, imports + PLATFORM.replace('  auditSchema', `  ${entry}\n  auditSchema`));

  it('moves those of the main library, and leaves the file of the platform as it was', () => {
    inApi(`import { noteSchema } from '@repo/mcp-features';\n`, 'noteSchema,');
    moveOwnTables(tree);
    expect(text(API)).toBe(PLATFORM);
    expect(text(OWN)).toContain(`import { noteSchema } from './own/note';`);
    expect(text(OWN)).toContain('= [noteSchema];');
  });

  it('moves those of a library beside it, with the dependency', () => {
    inApi(`import { billSchema, other } from '@repo/billing';\n`, 'billSchema,');
    moveOwnTables(tree);
    expect(text(API)).toBe(`import { other } from '@repo/billing';\n${PLATFORM}`);
    expect(text(OWN)).toContain(`import { billSchema } from '@repo/billing';`);
    expect(readJson(tree, 'libs/mcp-features/package.json')).toMatchObject({
      dependencies: { '@repo/billing': '*' },
    });
    expect(readJson(tree, 'libs/mcp-features/tsconfig.json')).toEqual({
      references: [{ path: '../billing' }],
    });
  });

  it('knows all that are of the platform', () => {
    const file = readFileSync(join(workspaceRoot, API), 'utf8');
    tree.write(API, file);
    const before = text(OWN);
    moveOwnTables(tree);
    expect([text(API), text(OWN)]).toEqual([file, before]);
  });

  it('changes nothing where there are none, nor what the api itself has', () => {
    inApi(`import { ownSchema } from './own';\n`, 'ownSchema,');
    const before = [text(API), text(OWN)];
    moveOwnTables(tree);
    expect([text(API), text(OWN)]).toEqual(before);
    tree.write(API, PLATFORM);
    moveOwnTables(tree);
    expect([text(API), text(OWN)]).toEqual([PLATFORM, before[1]]);
  });
});
