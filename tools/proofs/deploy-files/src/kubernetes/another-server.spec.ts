import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { addToKubernetes } from '@repo/platform/src/generators/server/add-to-kubernetes';
import { appManifests } from '@repo/platform/src/platforms/kubernetes/app-manifests';
import { flushChanges, FsTree } from 'nx/src/generators/tree';
import { stringify } from 'yaml';
import { workspace } from '../workspace';
import { faultsOf } from './faults';
import { type Manifest, nameOf } from './manifest';
import { hasKubectl, manifestsIn, rendered } from './read-manifests';

const suite = hasKubectl ? describe : describe.skip;

suite.each(['staging', 'production'])('another server on Kubernetes, in %s', (environment) => {
  let root: string;
  let manifests: Manifest[];
  beforeAll(() => {
    root = mkdtempSync(join(tmpdir(), 'server-'));
    const folder = join(root, 'deploy/kubernetes');
    cpSync(join(workspace, 'deploy/kubernetes'), folder, { recursive: true });
    const tree = new FsTree(root, false);
    expect(addToKubernetes(tree, 'reports').left).toEqual([]);
    flushChanges(root, tree.listChanges());
    manifests = manifestsIn(join(folder, 'overlays', environment));
  });
  afterAll(() => rmSync(root, { recursive: true }));

  it('fits to the others, and changes none of them', () => {
    expect(faultsOf(manifests)).toEqual([]);
    const others = manifests.filter((one) => !nameOf(one).includes('reports'));
    expect(others).toEqual(rendered(environment));
  });

  it('is reached at a host of its own, and knows it', () => {
    const text = stringify(manifests.filter((one) => nameOf(one).includes('reports')));
    const [, host] = /host: (reports\.\S+)/.exec(text) ?? [];
    expect(text).toContain(`value: https://${host}\n`);
    expect(text).not.toMatch(/host: (?!reports)/);
  });

  it('is deployed by its name, without a migration and without the api', () => {
    const yaml = manifests.map((one) => stringify(one)).join('---\n');
    const image = `registry.example.com/reports@sha256:${'a'.repeat(64)}`;
    const own = appManifests(yaml, 'reports', image);
    expect(own.deployment.metadata.name).toBe('mcp-server-reports');
    expect(own.migration).toBeUndefined();
    expect(own.others.toSorted()).toEqual(['mcp-server', 'mcp-worker']);
  });
});
