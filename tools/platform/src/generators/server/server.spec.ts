import { logger, readJson, type Tree } from '@nx/devkit';
import { changedFiles, MODULE } from '../testing/workspace-tree';
import toolGenerator from '../tool/tool';
import serverGenerator from './server';
import { API, treeWithApi } from './testing/tree-with-api';

describe('the generator of servers', () => {
  let tree: Tree;
  beforeEach(() => {
    jest.spyOn(logger, 'info').mockImplementation();
    tree = treeWithApi();
  });

  const text = (file: string) => tree.read(file, 'utf8') ?? '';

  it('makes an app that serves a library of its own, and nothing of the main one', async () => {
    await serverGenerator(tree, { name: 'reports' });
    expect(readJson(tree, 'apps/reports/package.json')).toEqual({
      ...{ name: '@repo/reports', version: '1.0.0', private: true, license: 'MIT' },
      description: 'Reports: an MCP server over HTTP and stdio.',
      dependencies: {
        ...API,
        '@repo/reports-features': '*',
      },
    });
    const server = text('apps/reports/src/server.ts');
    expect(server).toContain("import { ReportsFeaturesModule } from '@repo/reports-features'");
    expect(server).toContain("app: 'reports',\n  name: identity.serverName('reports'),");
    expect(readJson(tree, 'tsconfig.json')).toEqual({
      ...{ files: [], references: [{ path: 'apps/api' }, { path: 'apps/reports' }] },
    });
    expect(text(MODULE)).not.toContain('Reports');
  });

  it('makes a place for its tools', async () => {
    await serverGenerator(tree, { name: 'reports' });
    await toolGenerator(tree, { name: 'monthly_report', library: 'reports-features' });
    expect(text('libs/reports-features/src/reports-features.module.ts')).toContain(
      '[MonthlyReportTool]',
    );
  });

  it('may have a tool by the name of one of another server, but not two', async () => {
    await serverGenerator(tree, { name: 'reports' });
    await toolGenerator(tree, { name: 'find' });
    const tool = { name: 'find', library: 'reports-features' };
    await toolGenerator(tree, tool);
    await expect(toolGenerator(tree, { ...tool, folder: 'other' })).rejects.toThrow(
      /There is a tool of that name in libs\/reports-features/,
    );
  });

  it('gives each server a port of its own', async () => {
    await serverGenerator(tree, { name: 'reports' });
    await serverGenerator(tree, { name: 'shop' });
    expect(text('apps/reports/src/server.ts')).toContain('port: 8010,');
    expect(text('apps/shop/src/server.ts')).toContain('port: 8011,');
  });

  it('takes a title as it is', async () => {
    await serverGenerator(tree, { name: 'reports', title: `Ann's "best" \${reports}\\` });
    const [, literal = ''] = /title: (.*),/.exec(text('apps/reports/src/server.ts')) ?? [];
    expect(JSON.parse(literal)).toBe(`Ann's "best" \${reports}\\`);
  });

  it('makes nothing for a platform that the fork is without', async () => {
    await serverGenerator(tree, { name: 'reports' });
    expect(changedFiles(tree).filter((file) => file.startsWith('deploy'))).toEqual([]);
  });

  it.each([
    ['that of an app', 'api', /There is apps\/api already/],
    ['that of a library', 'mcp-features', /There is libs\/mcp-features already/],
    ['one whose library is there', 'mcp', /There is libs\/mcp-features already/],
    ['one with capitals', 'Reports', /no name of a server/],
    ['one outside of apps', '../reports', /no name of a server/],
    ['one that begins with a digit', '7days', /begin with a letter/],
    ['one that says nothing', 'utils', /says nothing/],
    ['one of black-box tests', 'reports-e2e', /black-box tests/],
    ['one that is too long', 'a'.repeat(37), /36 at most/],
  ])('refuses %s, with nothing done', async (_, name, message) => {
    const before = changedFiles(tree);
    await expect(serverGenerator(tree, { name })).rejects.toThrow(message);
    expect(changedFiles(tree)).toEqual(before);
  });

  it('refuses a title that says nothing or fills the screen', async () => {
    for (const title of [' ', 'x'.repeat(61)])
      await expect(serverGenerator(tree, { name: 'reports', title })).rejects.toThrow(/--title/);
  });
});
