import { execFileSync, spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { workspaceRoot } from '../../workspace-root';
import { type AppManifests, appManifests } from './app-manifests';

const image = `registry.example.com/mcp/app@sha256:${'a'.repeat(64)}`;
const hasKubectl = spawnSync('kubectl', ['version', '--client']).status === 0;
const suite = hasKubectl ? describe : describe.skip;
if (!hasKubectl) console.warn('Without kubectl the real manifests are not taken apart.');

suite.each(['staging', 'production'])('the manifests of deploy/kubernetes for %s', (overlay) => {
  const folder = join(workspaceRoot, 'deploy/kubernetes/overlays', overlay);
  const yaml = hasKubectl ? execFileSync('kubectl', ['kustomize', folder]).toString() : '';
  const namesOf = ({ before, after }: AppManifests) =>
    [...before, ...after].map(({ kind, metadata }) => `${kind} ${metadata.name}`);

  it('are taken apart by app', () => {
    const api = namesOf(appManifests(yaml, 'api', image));
    const worker = namesOf(appManifests(yaml, 'worker', image));
    expect(api).toEqual(expect.arrayContaining(['Deployment mcp-server', 'Ingress mcp-server']));
    expect(api).not.toContain('Deployment mcp-worker');
    expect(worker).toContain('Deployment mcp-worker');
    expect(worker).not.toContain('HorizontalPodAutoscaler mcp-server');
  });

  it('have one migration, which the api brings, and no image that is not released', () => {
    const api = appManifests(yaml, 'api', image);
    expect(api.migration?.metadata.name).toBe(`mcp-migrate-${'a'.repeat(12)}`);
    expect(appManifests(yaml, 'worker', image).migration).toBeUndefined();
    expect(JSON.stringify({ ...api, declared: [] })).not.toContain('unreleased');
  });

  it('put settings, accounts and openings before the new version', () => {
    const kinds = appManifests(yaml, 'api', image).before.map(({ kind }) => kind);
    expect(new Set(kinds)).toEqual(new Set(['ServiceAccount', 'ConfigMap', 'NetworkPolicy']));
  });
});

describe('manifests', () => {
  it('are refused when none of them runs the app, or when they are no YAML', () => {
    expect(() => appManifests('kind: Service', 'api', image)).toThrow(/No Deployment.*api/);
    expect(() => appManifests('a: [', 'api', image)).toThrow(/The manifests/);
  });
});
