import { logger, type Tree } from '@nx/devkit';
import serverGenerator from './server';
import { treeWithApi } from './testing/tree-with-api';

const OVERLAY = 'deploy/kubernetes/overlays/staging/kustomization.yaml';
const ROLE = 'deploy/kubernetes/deployer/role.yaml';

let tree: Tree;
beforeEach(() => {
  jest.spyOn(logger, 'info').mockImplementation();
  tree = treeWithApi();
});

const text = (file: string) => tree.read(file, 'utf8') ?? '';

describe('a server on Kubernetes', () => {
  it('is named in each environment, and the deployer may lock it', async () => {
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
});
