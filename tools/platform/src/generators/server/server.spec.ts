import { logger, readJson, writeJson, type Tree } from '@nx/devkit';
import { changedFiles, MODULE, workspaceTree } from '../testing/workspace-tree';
import toolGenerator from '../tool/tool';
import { addMissingFiles } from './add-missing-files';
import serverGenerator from './server';

const OVERLAY = 'deploy/kubernetes/overlays/staging/kustomization.yaml';
const ROLE = 'deploy/kubernetes/deployer/role.yaml';

/** What the files of a server import. */
const API = {
  '@repo/config': '*',
  '@repo/database': '*',
  '@repo/mcp-features': '*',
  '@repo/mcp-server': '*',
  'reflect-metadata': '1.2.3',
};

describe('the generator of servers', () => {
  let tree: Tree;
  beforeEach(() => {
    jest.spyOn(logger, 'info').mockImplementation();
    tree = workspaceTree();
    writeJson(tree, 'tsconfig.json', { files: [], references: [{ path: 'apps/api' }] });
    writeJson(tree, 'apps/api/package.json', {
      dependencies: { ...API, '@repo/audit': '*' },
    });
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

  it('names it in each environment of Kubernetes, and lets the deployer lock it', async () => {
    const base = 'deploy/kubernetes/base';
    tree.write(`${base}/api/kustomization.yaml`, 'kind: Kustomization\nresources:\n  - x.yaml\n');
    tree.write(
      `${base}/api/x.yaml`,
      'name: mcp-server\n  - name: api\n    image: mcp/api:unreleased\n',
    );
    tree.write(
      OVERLAY,
      `components: []
images:
  - { name: mcp/api, newName: ghcr.io/globex/api, newTag: unreleased }
      - PUBLIC_URL=https://staging.globex.org
`,
    );
    tree.write(ROLE, '    resourceNames: [deploy-mcp-server, deploy-mcp-worker]\n');
    await serverGenerator(tree, { name: 'reports' });
    await serverGenerator(tree, { name: 'shop' });
    expect(text(`${base}/reports/x.yaml`)).toBe(
      'name: mcp-server-reports\n  - name: reports\n    image: mcp/reports:unreleased\n',
    );
    expect(text(`${base}/reports/kustomization.yaml`)).toContain(
      '  - network-policies.yaml\n  - x',
    );
    expect(text(OVERLAY)).toContain('components: [./reports, ./shop]\n');
    const overlay = text('deploy/kubernetes/overlays/staging/reports/kustomization.yaml');
    expect(overlay).toContain('value: reports.staging.globex.org');
    expect(overlay).toContain('newName: ghcr.io/globex/reports,');
    expect(text(ROLE)).toContain(
      '[deploy-mcp-server, deploy-mcp-worker, deploy-mcp-server-reports, deploy-mcp-server-shop]',
    );
  });

  it('gives it files for ECS, with a host and a size of its own and no migration', async () => {
    writeJson(tree, 'deploy/ecs/api/service.json', {
      ...{ service: 'mcp-server', container: 'api', port: 8000, migrate: ['--migrate'] },
    });
    tree.write('deploy/ecs/api/task-definition.json', '{ "family": "mcp-server", "name": "api" }');
    writeJson(tree, 'deploy/ecs/environments/staging.json', {
      ...{ domain: 'globex.org', sizes: { api: { cpu: '256', min: 2, max: 9, schedule: [] } } },
    });
    await serverGenerator(tree, { name: 'reports' });
    expect(readJson(tree, 'deploy/ecs/reports/service.json')).toEqual({
      ...{ service: 'mcp-server-reports', container: 'reports', port: 8000 },
    });
    expect(readJson(tree, 'deploy/ecs/reports/task-definition.json')).toEqual({
      ...{ family: 'mcp-server-reports', name: 'reports' },
    });
    expect(readJson(tree, 'deploy/ecs/environments/staging.json')).toMatchObject({
      sizes: { api: { max: 9 }, reports: { cpu: '256', min: 1, max: 1 } },
      servers: { reports: { domain: 'reports.globex.org' } },
    });
  });

  it.each(['cloud-run', 'container-instances'])('gives it a manifest for %s', async (platform) => {
    const folder = `deploy/${platform}`;
    tree.write(`${folder}/api.yaml`, 'name: mcp-server\ncontainers:\n  - name: api\n');
    const staging = { domain: 'globex.org', dnsLabel: 'globex' };
    writeJson(tree, `${folder}/environments/staging.json`, staging);
    await serverGenerator(tree, { name: 'reports' });
    expect(text(`${folder}/reports.yaml`)).toBe(
      'name: mcp-server-reports\ncontainers:\n  - name: reports\n',
    );
    expect(readJson(tree, `${folder}/environments/staging.json`)).toMatchObject({
      ...{ ...staging, servers: { reports: { domain: 'reports.globex.org' } } },
    });
  });

  it('gets the files of a platform that comes after it, and keeps those that it has', async () => {
    await serverGenerator(tree, { name: 'reports' });
    tree.write('deploy/cloud-run/api.yaml', 'name: mcp-server\n');
    writeJson(tree, 'deploy/cloud-run/environments/staging.json', { domain: 'globex.org' });
    await addMissingFiles(tree);
    expect(text('deploy/cloud-run/reports.yaml')).toBe('name: mcp-server-reports\n');
    tree.write('deploy/cloud-run/reports.yaml', 'ours: true\n');
    await addMissingFiles(tree);
    expect(text('deploy/cloud-run/reports.yaml')).toBe('ours: true\n');
  });

  it('refuses a name that is taken by another file of a platform', async () => {
    tree.write('deploy/cloud-run/api.yaml', 'name: mcp-server\n');
    tree.write('deploy/cloud-run/migration.yaml', 'name: mcp-migrate\n');
    await expect(serverGenerator(tree, { name: 'migration' })).rejects.toThrow(
      'There is deploy/cloud-run/migration.yaml already: take another name.',
    );
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
