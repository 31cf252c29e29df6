import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { appManifests } from '@repo/platform/src/platforms/kubernetes/app-manifests';
import { stringify } from 'yaml';
import { ANOTHER, withAnotherServer } from '../another-server';
import { environments } from '../environment/deployed';
import { faultsOf } from './faults';
import { type Manifest, nameOf } from './manifest';
import { hasKubectl, manifestsIn, rendered } from './read-manifests';

const suite = hasKubectl ? describe : describe.skip;

suite.each(environments)('another server on Kubernetes, in %s', (environment) => {
  let root: string;
  let manifests: Manifest[];
  beforeAll(() => {
    root = withAnotherServer('kubernetes');
    manifests = manifestsIn(join(root, 'deploy/kubernetes/overlays', environment));
  });
  afterAll(() => rmSync(root, { recursive: true }));

  const isOwn = (one: Manifest) => nameOf(one).includes(ANOTHER);

  it('fits to the others, and changes none of them', () => {
    expect(faultsOf(manifests)).toEqual([]);
    expect(manifests.filter((one) => !isOwn(one))).toEqual(rendered(environment));
  });

  it('is reached at a host of its own, and knows it', () => {
    const text = stringify(manifests.filter(isOwn));
    const [, host] = new RegExp(`host: (${ANOTHER}\\.\\S+)`).exec(text) ?? [];
    expect(text).toContain(`value: https://${host}\n`);
    expect(text).not.toMatch(new RegExp(`host: (?!${ANOTHER})`));
  });

  it('is deployed by its name, without a migration and without the others', () => {
    const yaml = manifests.map((one) => stringify(one)).join('---\n');
    const image = `registry.example.com/another@sha256:${'a'.repeat(64)}`;
    const own = appManifests(yaml, ANOTHER, image);
    expect(own.deployment.metadata.name).toBe(`mcp-server-${ANOTHER}`);
    expect(own.migration).toBeUndefined();
    expect(own.others).toEqual(expect.arrayContaining(['mcp-server', 'mcp-worker']));
    expect(own.others).not.toContain(`mcp-server-${ANOTHER}`);
  });
});
