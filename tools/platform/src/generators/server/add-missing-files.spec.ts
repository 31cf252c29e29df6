import { logger, readJson, writeJson, type Tree } from '@nx/devkit';
import { addMissingFiles } from './add-missing-files';
import serverGenerator from './server';
import { treeWithApi } from './testing/tree-with-api';

let tree: Tree;
beforeEach(() => {
  jest.spyOn(logger, 'info').mockImplementation();
  tree = treeWithApi();
});

const text = (file: string) => tree.read(file, 'utf8') ?? '';

describe('a server on platforms of one manifest', () => {
  it.each(['cloud-run', 'container-instances'])('has a manifest for %s', async (platform) => {
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
});
