import { logger, readJson, writeJson, type Tree } from '@nx/devkit';
import serverGenerator from './server';
import { treeWithApi } from './testing/tree-with-api';

let tree: Tree;
beforeEach(() => {
  jest.spyOn(logger, 'info').mockImplementation();
  tree = treeWithApi();
});

describe('a server on ECS', () => {
  it('has files with a host and a size of its own, and no migration', async () => {
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
});
